import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { prepareNewKey, readSecretKeys, takeUpNewKey } from './secret-keys.ts'

const nothingSet = { secretKey: undefined, previousSecretKeys: '', databaseUrl: undefined }
const emptyDir = () => mkdtempSync(join(tmpdir(), 'prikke-keys-'))

test('the key of the data dir is made once, for its owner alone, and the environment wins over it', async () => {
  const dir = emptyDir()
  const made = await readSecretKeys(nothingSet, dir)
  expect(Buffer.from(made.newest, 'base64')).toHaveLength(32)
  expect(made).toMatchObject({ previous: '', isNew: false })
  expect((await stat(join(dir, 'secret-key'))).mode & 0o777).toBe(0o600)
  expect(await readSecretKeys(nothingSet, dir)).toEqual(made)
  const set = { ...nothingSet, secretKey: 'k', previousSecretKeys: 'j' }
  expect(await readSecretKeys(set, dir)).toEqual({ newest: 'k', previous: 'j', isNew: false })
})

test('a new key comes first while the old one still opens, and then alone', async () => {
  const dir = emptyDir()
  const { newest: old } = await readSecretKeys(nothingSet, dir)
  await prepareNewKey(dir)
  const both = await readSecretKeys(nothingSet, dir)
  expect(both).toMatchObject({ previous: old, isNew: true })
  expect(both.newest).not.toBe(old)
  await prepareNewKey(dir)
  expect(await readSecretKeys(nothingSet, dir)).toEqual(both)
  await takeUpNewKey(dir)
  const alone = await readSecretKeys(nothingSet, dir)
  expect(alone).toEqual({ newest: both.newest, previous: '', isNew: false })
  expect(await readdir(dir)).toEqual(['secret-key'])
  expect((await readFile(join(dir, 'secret-key'), 'utf8')).trim()).toBe(both.newest)
})

test('a key that is gone is not made anew beside the database that needs it', async () => {
  const dir = emptyDir()
  await mkdir(join(dir, 'postgres'))
  await expect(readSecretKeys(nothingSet, dir)).rejects.toThrow(/belongs to a secret key/)
  expect(await readdir(dir)).toEqual(['postgres'])
})
