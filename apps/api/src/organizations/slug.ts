import { randomBytes } from 'node:crypto'

const longest = 48
const numberedCount = 9

/** Slugs for a name in order of preference: itself, numbered, and at last with chance in it. */
export function* slugsFor(name: string): Generator<string> {
  const plain = slugOf(name)
  yield plain
  for (let number = 2; number <= numberedCount; number++) yield `${plain}-${number}`
  for (let tries = 0; tries < 5; tries++) yield `${plain}-${randomBytes(4).toString('hex')}`
}

/** Lower-case ASCII letters and digits with single hyphens: what the CHECK on organizations takes. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/ø/gi, 'o')
    .replaceAll(/æ/gi, 'ae')
    .replaceAll(/ß/g, 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' ? 'team' : slug
}
