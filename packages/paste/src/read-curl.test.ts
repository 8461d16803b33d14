import { describe, expect, test } from 'vitest'
import { readCurl } from './read-curl.ts'

const form = 'application/x-www-form-urlencoded'

/** The only call of a text. */
function only(text: string) {
  const calls = readCurl(text)
  expect(calls).toHaveLength(1)
  const [call] = calls
  if (call === undefined) throw new Error('there is no call')
  return call
}

const requestOf = (text: string) => only(text).request
const headersOf = (text: string) => Object.fromEntries(requestOf(text)?.headers ?? [])
const droppedOf = (text: string) =>
  Object.fromEntries(only(text).dropped.map(({ what, why }) => [what, why]))

describe('the request of a curl', () => {
  test.each([
    ['curl https://x.example', 'GET', 'https://x.example'],
    ['curl x.example/a', 'GET', 'http://x.example/a'],
    ['curl --url https://x.example -XPUT', 'PUT', 'https://x.example'],
    ['curl -sXDELETE https://x.example', 'DELETE', 'https://x.example'],
    ['curl --request patch https://x.example', 'PATCH', 'https://x.example'],
    ['curl -I https://x.example', 'HEAD', 'https://x.example'],
    ['curl -d a=1 https://x.example', 'POST', 'https://x.example'],
    ['curl -T file https://x.example', 'PUT', 'https://x.example'],
    ['curl -G -d a=1 -d b=2 https://x.example', 'GET', 'https://x.example?a=1&b=2'],
    ['curl -G -d b=2 "https://x.example?a=1#c"', 'GET', 'https://x.example?a=1&b=2#c'],
    ['curl -G --data-urlencode "q=a b" https://x.example', 'GET', 'https://x.example?q=a%20b'],
    ['/usr/bin/curl -- https://x.example', 'GET', 'https://x.example'],
    ['curl -X PUT -- -x.example', 'PUT', 'http://-x.example'],
    ['curl.exe https://x.example', 'GET', 'https://x.example'],
    ['$ curl https://x.example', 'GET', 'https://x.example'],
    ['curl –X POST “https://x.example”', 'POST', 'https://x.example'],
    ['curl —data a=1 https://x.example', 'POST', 'https://x.example'],
  ])('%s', (text, method, url) => {
    expect(requestOf(text)).toMatchObject({ method, url })
  })

  test.each<[string, string, string | undefined]>([
    [`curl -d '{"a":1}' https://x.example`, '{"a":1}', form],
    [`curl -d a=1 --data b=2 https://x.example`, 'a=1&b=2', form],
    [`curl --json '{"a":1}' https://x.example`, '{"a":1}', 'application/json'],
    [`curl -H 'Content-Type: text/csv' -d a https://x.example`, 'a', undefined],
    [`curl --data-urlencode 'n=æ&b' https://x.example`, 'n=%C3%A6%26b', form],
    [`curl --data-raw '@not-a-file' https://x.example`, '@not-a-file', form],
    [`curl -d @- https://x.example <<'EOF'\n{"a":\n1}\nEOF`, '{"a":1}', form],
    [`curl --data-binary @- https://x.example <<EOF\na\nb\nEOF`, 'a\nb\n', form],
    [`curl -d @- https://x.example <<< 'here'`, 'here', form],
    [`echo '{"a":2}' | curl -d @- https://x.example`, '{"a":2}', form],
  ])('sends as its body what %s sends', (text, body, type) => {
    expect(requestOf(text)?.body).toBe(body)
    if (type !== undefined) expect(headersOf(text)['Content-Type']).toBe(type)
  })

  test('has the parts of a form, and says which it cannot have', () => {
    const text = 'curl -F name=Ada -F "note=a;type=text/plain" -F pic=@a.png https://x.example'
    const { body, method } = requestOf(text) ?? {}
    const boundary = /boundary=(\S+)/.exec(headersOf(text)['Content-Type'] ?? '')?.[1]
    expect(method).toBe('POST')
    expect(body?.split('\r\n')).toEqual([
      `--${boundary}`,
      'Content-Disposition: form-data; name="name"',
      '',
      'Ada',
      `--${boundary}`,
      'Content-Disposition: form-data; name="note"',
      'Content-Type: text/plain',
      '',
      'a',
      `--${boundary}--`,
      '',
    ])
    expect(Object.keys(droppedOf(text))).toEqual(['-F pic=@a.png'])
  })

  test.each<[string, Record<string, string>]>([
    ["curl -H 'X-A: b: c' x.example", { 'X-A': 'b: c' }],
    ["curl -H 'X-A;' x.example", { 'X-A': '' }],
    [
      'curl -A me -e https://r.example -b a=1 x.example',
      { 'User-Agent': 'me', Referer: 'https://r.example', Cookie: 'a=1' },
    ],
    ["curl -b a=1 -H 'Cookie: b=2' x.example", { Cookie: 'a=1; b=2' }],
    ['curl -u ada:pass:word x.example', { Authorization: 'Basic YWRhOnBhc3M6d29yZA==' }],
    ['curl https://ada:s%40d@x.example/', { Authorization: 'Basic YWRhOnNAZA==' }],
    ['curl --oauth2-bearer abc x.example', { Authorization: 'Bearer abc' }],
  ])('%s sends its headers', (text, headers) => {
    expect(headersOf(text)).toEqual(headers)
  })

  test('takes the password out of the URL', () => {
    expect(requestOf('curl https://ada:pass@x.example/a')?.url).toBe('https://x.example/a')
  })

  test.each([
    ['curl -m 2.5 x.example', 2_500, null],
    ['curl --max-time 0.2 x.example', 1_000, null],
    ['curl --max-time=900 x.example', 300_000, null],
    ['curl --retry 3 x.example', null, 3],
    ['timeout 5m curl x.example', 300_000, null],
    ['timeout -k 5 10 curl -m 60 x.example', 10_000, null],
  ])('%s has its limits', (text, timeoutMs, retryAttempts) => {
    expect(requestOf(text)).toMatchObject({ timeoutMs, retryAttempts })
  })
})

describe('quotes and lines are read as the shell reads them', () => {
  const posted = { method: 'POST', url: 'https://x.example/p?a=1&b=2', body: `{"a":"it's"}` }
  test.each([
    ['sh', `curl 'https://x.example/p?a=1&b=2' \\\n  --data-raw '{"a":"it'\\''s"}'`],
    ['bash of a browser', `curl 'https://x.example/p?a=1&b=2' \\\n  --data-raw $'{"a":"it\\'s"}'`],
    ['double quotes', `curl "https://x.example/p?a=1&b=2" -d "{\\"a\\":\\"it's\\"}"`],
    [
      'cmd of a browser',
      `curl ^"https://x.example/p?a=1^&b=2^" ^\r\n --data-raw ^"^{^\\^"a^\\^":^\\^"it's^\\^"^}^"`,
    ],
    ['cmd', `curl.exe "https://x.example/p?a=1&b=2" ^\r\n -d "{\\"a\\":\\"it's\\"}"`],
    ['PowerShell', `curl.exe "https://x.example/p?a=1&b=2" \`\r\n -d '{\\"a\\":\\"it''s\\"}'`],
    [
      'PowerShell with ticks',
      `curl.exe "https://x.example/p?a=1&b=2" \`\n -d "{\`"a\`":\`"it's\`"}"`,
    ],
    ['\\u of ANSI', `curl 'https://x.example/p?a=1&b=2' -d $'{"a":"it\\u0027s"}'`],
  ])('%s', (_, text) => {
    expect(requestOf(text)).toMatchObject(posted)
  })

  test('several commands are several calls, each from its line', () => {
    const calls = readCurl('curl a.example &&\ncurl b.example; curl c.example\n\nwget d.example')
    expect(calls.map(({ line, request }) => [line, request?.url])).toEqual([
      [1, 'http://a.example'],
      [1, 'http://b.example'],
      [2, 'http://c.example'],
      [4, 'http://d.example'],
    ])
  })

  test('several addresses are several calls, and what one brings stays with it', () => {
    const calls = readCurl(
      'curl -H "X: 1" https://ada:pass@a.example https://b.example --next -d a c.example',
    )
    expect(
      calls.map(({ request }) => [request?.url, request?.headers.map(([name]) => name)]),
    ).toEqual([
      ['https://a.example', ['X', 'Authorization']],
      ['https://b.example', ['X']],
      ['http://c.example', ['Content-Type']],
    ])
  })

  test('variables that the text sets are put in, others are left and named', () => {
    const text = 'export TOKEN="abc"\ncurl -H "X: $TOKEN" https://x.example/$ID/$(date)'
    expect(requestOf(text)).toMatchObject({
      url: 'https://x.example/$ID/$(date)',
      headers: [['X', 'abc']],
    })
    expect(Object.keys(droppedOf(text))).toEqual(['$ID $(date)'])
    expect(only(text).taken).toContainEqual({ what: '$TOKEN', as: 'its value from line 1' })
    expect(requestOf(`curl 'https://x.example/$ID'`)?.url).toBe('https://x.example/$ID')
    expect(only(`curl 'https://x.example/$ID'`).dropped).toEqual([])
  })
})

describe('what is dropped has its reason', () => {
  test.each([
    ['curl -k x.example', '-k', 'always checks certificates'],
    ['curl -sSfo /dev/null x.example', '-s -S -f -o', 'prints'],
    ['curl -L x.example', '-L', 'no redirects'],
    ['curl --compressed x.example', '--compressed', 'as they are'],
    ['curl -d @body.json x.example', '-d @body.json', 'on that machine'],
    ['curl -b jar.txt x.example', '-b jar.txt', 'on that machine'],
    ['curl -x proxy:1 x.example', '-x', 'directly'],
    ['curl --http2 x.example', '--http2', 'HTTP/1.1'],
    ["curl -H 'Host: y' x.example", '-H Host', 'sets this header'],
    ["curl -H ':authority: y' x.example", '-H :authority', 'sets this header'],
    ["curl -H 'Accept-Encoding: gzip' x.example", '-H Accept-Encoding', 'as they are'],
    ["curl -H 'Accept:' x.example", '-H Accept', 'no header in it'],
    ['curl --unheard-of x.example', '--unheard-of', 'nothing that does the same'],
    ['curl -u ada x.example', '-u', 'password'],
    ['curl "x.example/{a,b}"', '{a,b}', 'an address for each'],
    ['curl x.example > /dev/null 2>&1', '>/dev/null 2>&1', 'keeps the answer'],
    ['curl x.example | jq .', '| jq .', 'Only the call'],
    ['curl x.example || echo no', '|| echo no', 'Only the call'],
    ['cd /tmp && curl x.example', 'cd /tmp', 'Only the call'],
    ['sudo -u www nice -n 5 curl x.example', 'sudo nice', 'about that machine'],
    ['wget --no-check-certificate x.example', '--no-check-certificate', 'always checks'],
  ])('%s', (text, what, why) => {
    const dropped = droppedOf(text)
    expect(Object.keys(dropped)).toEqual([what])
    expect(dropped[what]).toContain(why)
    expect(only(text).request).not.toBeNull()
  })

  test('no value of a header or a password is told', () => {
    const text = `curl -H 'X-Key: c4nary' -u a:c4nary -b s=c4nary -d c4nary https://b:c4nary@x.example`
    const { taken, dropped } = only(text)
    expect(JSON.stringify([taken, dropped])).not.toContain('c4nary')
  })

  test.each([
    ['curl', 'no URL'],
    ['curl -X OPTIONS x.example', 'not with OPTIONS'],
    ['http POST x.example', 'only curl and wget'],
    ['/opt/backup.sh && curl x.example', 'first runs “/opt/backup.sh”'],
    ['[ -f /tmp/a ] && curl x.example', 'only if “[ -f /tmp/a ]”'],
    ['ssh host curl x.example', 'does not reach'],
  ])('%s is no job', (text, problem) => {
    expect(only(text).problem).toContain(problem)
  })
})

describe('the request of a wget', () => {
  test.each([
    ['wget -qO- x.example', { method: 'GET', url: 'http://x.example', body: null }],
    ['wget --spider https://x.example', { method: 'HEAD' }],
    [
      'wget --post-data a=1 x.example',
      { method: 'POST', body: 'a=1', headers: [['Content-Type', form]] },
    ],
    [
      'wget --method=PUT --body-data=a --header="Content-Type: b" x.example',
      { method: 'PUT', body: 'a' },
    ],
    ['wget -nv -t 4 -T 20 x.example', { retryAttempts: 3, timeoutMs: 20_000 }],
    [
      'wget --user=ada --password=pass x.example',
      { headers: [['Authorization', 'Basic YWRhOnBhc3M=']] },
    ],
  ])('%s', (text, request) => {
    expect(requestOf(text)).toMatchObject(request)
  })
})
