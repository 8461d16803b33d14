/** Addresses of this machine that stand for many hosts: to Prikke each is another origin. */
export const slowHosts = Array.from({ length: 50 }, (_, n) => `127.0.1.${n}`)
