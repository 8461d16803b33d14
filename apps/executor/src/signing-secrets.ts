import { openSigningSecret, type Vault } from '@prikke/vault'

/** Organizations whose opened secrets are remembered. */
const most = 10_000

/**
 * Opens the signing secrets of organizations. Each is opened once and then remembered for as long as
 * the same sealed texts come: opening takes as long as signing three requests.
 * @throws SealError when one of them does not open.
 */
export function createSigningSecrets(vault: Pick<Vault, 'open'>) {
  const known = new Map<string, { sealed: readonly string[]; opened: readonly string[] }>()
  return (organizationId: string, sealed: readonly string[]): readonly string[] => {
    const last = known.get(organizationId)
    if (last !== undefined && isSame(last.sealed, sealed)) return last.opened
    const opened = sealed.map(each => openSigningSecret(vault, organizationId, each))
    if (known.size >= most) known.clear()
    known.set(organizationId, { sealed, opened })
    return opened
  }
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((each, index) => each === b[index]))
