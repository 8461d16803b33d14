import { formatWhole } from '../words/number.ts'
import { ManyDialog } from './many-dialog.tsx'

/** Asks before many executions are cancelled. */
export function ManyCancel(props: {
  onCount: () => Promise<{ count: number }>
  onCancel: (count: number) => Promise<unknown>
  onClose: () => void
}) {
  return (
    <ManyDialog
      title="Cancel pending executions"
      look="danger"
      confirm={({ count }) => `Cancel ${formatWhole(count)}`}
      none="Nothing that is pending matches."
      onCount={props.onCount}
      onConfirm={({ count }) => props.onCancel(count)}
      onClose={props.onClose}
    >
      {({ count }) => (
        <p>
          {formatWhole(count)} {count === 1 ? 'execution waits' : 'executions wait'} and will not
          run. What has begun meanwhile goes on.
        </p>
      )}
    </ManyDialog>
  )
}
