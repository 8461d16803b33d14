import LockKeyhole from 'lucide-solid/icons/lock-keyhole'

/** In the place of what one’s role does not reach, or what a deleted organization has no more. */
export function RoleNeeded(props: { what: string }) {
  return (
    <div class="card flex items-start gap-3 p-5 text-sm">
      <LockKeyhole class="mt-0.5 size-4 shrink-0 text-muted" />
      <p>{props.what}</p>
    </div>
  )
}
