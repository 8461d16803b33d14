import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApi } from '../test/open-api.ts'
import { loadDashboard } from './dashboard.ts'

async function openWithDashboard() {
  const folder = join(await mkdtemp(join(tmpdir(), 'prikke-web-')), 'dist')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Prikke</title>')
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {}')
  await writeFile(join(folder, 'icon.svg'), '<svg/>')
  await writeFile(join(folder, '..', 'secret.txt'), 'canary')
  return openApi({ dashboard: await loadDashboard(folder) })
}

test('the pages of the dashboard are its one page; other paths show it too, with 404', async () => {
  const { call } = await openWithDashboard()
  const pages = ['/', '/jobs', '/jobs/new', '/jobs/x', '/jobs/x/edit', '/executions/x', '/settings']
  for (const path of [...pages, '/login', '/signup', '/jobs?q=1']) {
    const { status, body, headers } = await call('GET', path)
    expect([path, status, body]).toEqual([path, 200, '<!doctype html><title>Prikke</title>'])
    expect(headers.get('cache-control')).toBe('no-cache')
  }
  for (const path of [
    '/nothing',
    '/jobs/x/y',
    '/index.htm',
    '/assets/gone.js',
    '/..%2Fsecret.txt',
    '/%00',
  ]) {
    const { status, body } = await call('GET', path)
    expect([path, status]).toEqual([path, 404])
    expect(body).not.toContain('canary')
  }
  expect((await call('POST', '/jobs')).body.code).toBe('not_found')
})

test('hashed files are kept for good, the others asked for again', async () => {
  const { app, call } = await openWithDashboard()
  const script = await call('GET', '/assets/app-1a2b.js')
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  const icon = await call('GET', '/icon.svg')
  expect(icon.headers.get('cache-control')).toBe('no-cache')
  const etag = icon.headers.get('etag') ?? ''
  const again = await app.request('/icon.svg', { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  const zipped = await app.request('/', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(zipped.headers.get('content-encoding')).toBe('gzip')
})
