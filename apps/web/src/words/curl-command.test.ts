import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { curlCommand } from './curl-command.ts'

const plain = { method: 'GET', url: 'https://acme.test/hook', headers: {}, body: null }

describe('the request as curl', () => {
  test.each([
    [{}, "curl 'https://acme.test/hook'"],
    [{ method: 'HEAD' }, "curl --head 'https://acme.test/hook'"],
    [{ method: 'DELETE' }, "curl -X DELETE 'https://acme.test/hook'"],
    [{ method: 'POST', body: '{}' }, "curl 'https://acme.test/hook' --data-raw '{}'"],
    [{ body: '{}' }, "curl -X GET 'https://acme.test/hook' --data-raw '{}'"],
  ])('says %j', (own, command) => {
    expect(curlCommand({ ...plain, ...own }).replaceAll(' \\\n  ', ' ')).toBe(command)
  })

  test('leaves out what curl sets by itself, and keeps a header that is empty', () => {
    const headers = { 'Accept-Encoding': 'identity', Host: 'acme.test', 'X-Empty': '' }
    expect(curlCommand({ ...plain, headers }).replaceAll(' \\\n  ', ' ')).toBe(
      "curl 'https://acme.test/hook' -H 'X-Empty;'",
    )
  })

  test('names a variable in place of a secret', () => {
    const headers = { 'X-Api-Key': { secret: true as const } }
    expect(curlCommand({ ...plain, headers })).toContain('-H "X-Api-Key: $X_API_KEY"')
  })

  test('reaches curl as it was meant, whatever it is made of', () => {
    const body = `it's $HOME "and" \\ \`id\`\nnext`
    const command = curlCommand({ ...plain, method: 'POST', body, headers: { 'X-Odd': "a'b" } })
    const said = execFileSync('sh', ['-c', command.replace(/^curl/, "printf '%s\\0'")], {
      encoding: 'utf8',
    })
    expect(said.split('\0').slice(0, -1)).toEqual([
      'https://acme.test/hook',
      '-H',
      "X-Odd: a'b",
      '--data-raw',
      body,
    ])
  })
})
