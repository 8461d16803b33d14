/** A client of Prikke's API as a person's browser or program would be, for tests. */
export type Client = {
  call: <T = unknown>(
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; body: T; headers: Headers }>
  /** The same, but anything else than 2xx throws. */
  must: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>
}

/** Registers an account of its own; calls go by an API key, those of `session` by the cookie. */
export async function signUp(apiUrl: string): Promise<Client & { session: Client }> {
  const email = `${crypto.randomUUID()}@example.com`
  const password = 'correct horse battery staple'
  const registered = await fetch(`${apiUrl}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!registered.ok) throw new Error(`register: ${registered.status} ${await registered.text()}`)
  const cookie = registered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const session = clientWith(apiUrl, { cookie, origin: apiUrl })
  const { key } = await session.must<{ key: string }>('POST', '/api/keys', { name: 'test' })
  return { ...clientWith(apiUrl, { authorization: `Bearer ${key}` }), session }
}

function clientWith(apiUrl: string, headers: Record<string, string>): Client {
  const call: Client['call'] = async (method, path, body) => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const parsed = text === '' ? null : JSON.parse(text)
    return { status: answer.status, body: parsed, headers: answer.headers }
  }
  return {
    call,
    must: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await call<T>(method, path, body)
      if (answer.status >= 300) {
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      }
      return answer.body
    },
  }
}
