import type { OptionTable } from './options.ts'

/** The options of curl 8 (curl(1)), as far as one must know them to tell options from addresses. */
export const curlOptions: OptionTable = {
  letters: {
    ...{
      A: 'user-agent',
      b: 'cookie',
      c: 'cookie-jar',
      C: 'continue-at',
      d: 'data',
      D: 'dump-header',
    },
    ...{
      e: 'referer',
      E: 'cert',
      f: 'fail',
      F: 'form',
      g: 'globoff',
      G: 'get',
      H: 'header',
      i: 'include',
    },
    ...{
      I: 'head',
      j: 'junk-session-cookies',
      k: 'insecure',
      K: 'config',
      L: 'location',
      m: 'max-time',
    },
    ...{
      n: 'netrc',
      N: 'no-buffer',
      o: 'output',
      O: 'remote-name',
      p: 'proxytunnel',
      q: 'disable',
    },
    ...{
      r: 'range',
      R: 'remote-time',
      s: 'silent',
      S: 'show-error',
      t: 'telnet-option',
      T: 'upload-file',
    },
    ...{ u: 'user', U: 'proxy-user', v: 'verbose', w: 'write-out', x: 'proxy', X: 'request' },
    ...{
      y: 'speed-time',
      Y: 'speed-limit',
      z: 'time-cond',
      Z: 'parallel',
      0: 'http1.0',
      1: 'tlsv1',
    },
    ...{ 2: 'sslv2', 3: 'sslv3', 4: 'ipv4', 6: 'ipv6', '#': 'progress-bar', ':': 'next' },
    ...{
      a: 'append',
      B: 'use-ascii',
      J: 'remote-header-name',
      l: 'list-only',
      P: 'ftp-port',
      Q: 'quote',
    },
    ...{ h: 'help', V: 'version', M: 'manual' },
  },
  valued: new Set(
    `user-agent cookie cookie-jar continue-at data data-ascii data-binary data-raw data-urlencode json
    dump-header referer cert form form-string header config max-time output range telnet-option
    upload-file user proxy-user write-out proxy request speed-time speed-limit time-cond ftp-port quote
    url url-query connect-timeout connect-to resolve retry retry-delay retry-max-time interface
    local-port unix-socket abstract-unix-socket cacert capath cert-type key key-type pass pinnedpubkey
    ciphers tls13-ciphers curves tls-max crlfile engine limit-rate max-filesize max-redirs
    keepalive-time keepalive-cnt netrc-file noproxy preproxy proto proto-default proto-redir
    proxy-header proxy-cacert proxy-cert proxy-key proxy-pass proxy1.0 socks4 socks4a socks5
    socks5-hostname oauth2-bearer aws-sigv4 service-name delegation dns-servers dns-interface
    dns-ipv4-addr dns-ipv6-addr doh-url happy-eyeballs-timeout-ms expect100-timeout hsts alt-svc
    stderr trace trace-ascii trace-config output-dir create-file-mode rate variable request-target
    etag-save etag-compare parallel-max login-options mail-from mail-rcpt mail-auth krb libcurl
    random-file egd-file tlsuser tlspassword tlsauthtype ftp-account ftp-method hostpubmd5
    hostpubsha256 pubkey sasl-authzid ip-tos vlan-priority haproxy-clientip ech form-escape-with`.split(
      /\s+/,
    ),
  ),
  plain: new Set(
    `append fail fail-with-body fail-early globoff get include head junk-session-cookies insecure
    location location-trusted netrc netrc-optional no-buffer remote-name remote-name-all remote-time
    silent show-error verbose parallel parallel-immediate http0.9 http1.0 http1.1 http2
    http2-prior-knowledge http3 http3-only tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2 sslv3 ssl
    ssl-reqd ipv4 ipv6 progress-bar no-progress-meter next compressed compressed-ssh tr-encoding raw
    anyauth basic digest ntlm negotiate path-as-is post301 post302 post303 retry-all-errors
    retry-connrefused create-dirs remote-header-name tcp-nodelay tcp-fastopen no-keepalive
    ssl-no-revoke ssl-allow-beast ssl-auto-client-cert ca-native doh-insecure cert-status
    proxy-insecure proxytunnel disable crlf styled-output no-styled-output trace-time trace-ids
    disable-eprt disable-epsv false-start suppress-connect-headers ignore-content-length no-alpn
    no-npn no-sessionid xattr haproxy-protocol help version manual use-ascii list-only form-escape
    skip-existing no-clobber remove-on-error`.split(/\s+/),
  ),
}

const printed = 'It is about what curl prints and keeps; Prikke keeps the answer by itself.'
const resending = 'How retries are spaced is up to Prikke: each waits longer than the one before.'
const network = 'The way to the target is up to Prikke: by public DNS, directly.'
const protocol = 'Prikke speaks HTTP/1.1, over TLS 1.2 or newer.'
const following = 'Prikke follows no redirects: put in the URL at the end of them.'
const certificate =
  'Prikke has no certificates of its own to show, and trusts the public authorities.'
const scheme = 'Prikke sends passwords as Basic alone.'

/** Why an option of curl becomes no part of a job. */
export const curlReasons: Readonly<Record<string, string>> = {
  insecure: 'Prikke always checks certificates: a target with a bad one fails.',
  compressed: 'Prikke asks for answers as they are, so that they can be read.',
  config: 'The file of options is on that machine.',
  'cookie-jar': 'Prikke keeps no cookies between runs.',
  'junk-session-cookies': 'Prikke keeps no cookies between runs.',
  'connect-timeout': 'One limit holds for all of a request: the timeout of the job.',
  'expect100-timeout': 'One limit holds for all of a request: the timeout of the job.',
  'path-as-is': 'Prikke sends a path as the URL standard has it.',
  'aws-sigv4': 'Prikke cannot sign for AWS: call a URL that is signed already.',
  'time-cond': 'Each run asks anew.',
  netrc: 'The file with the password is on that machine: put it into the Authorization header.',
  'netrc-file':
    'The file with the password is on that machine: put it into the Authorization header.',
  'request-target': 'Prikke asks for the path that the URL has.',
  ...ofAll(
    'silent show-error fail fail-with-body fail-early include verbose output remote-name remote-name-all remote-time remote-header-name output-dir create-dirs write-out dump-header stderr trace trace-ascii trace-time no-progress-meter progress-bar no-buffer styled-output no-styled-output parallel parallel-max create-file-mode xattr max-filesize limit-rate',
    printed,
  ),
  ...ofAll('retry-delay retry-max-time retry-all-errors retry-connrefused', resending),
  ...ofAll(
    'proxy proxy-user proxytunnel preproxy noproxy socks4 socks4a socks5 socks5-hostname proxy-header proxy-insecure resolve connect-to interface local-port unix-socket abstract-unix-socket dns-servers doh-url ipv4 ipv6',
    network,
  ),
  ...ofAll(
    'http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2 sslv3 tls-max ciphers tls13-ciphers ssl ssl-reqd ssl-no-revoke',
    protocol,
  ),
  ...ofAll('location location-trusted max-redirs post301 post302 post303', following),
  ...ofAll(
    'cert key cert-type key-type pass cacert capath pinnedpubkey cert-status ca-native',
    certificate,
  ),
  ...ofAll('digest ntlm negotiate anyauth', scheme),
}

function ofAll(names: string, why: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map(name => [name, why]))
}
