import { formatWhole } from '../words/number.ts'
import { ManyDialog } from './many-dialog.tsx'

type Counted = { count: number; deletedJobCount: number }

/** Asks before many executions are run again. */
export function ManyReplay(props: {
  onCount: () => Promise<Counted>
  onReplay: (count: number) => Promise<unknown>
  onClose: () => void
}) {
  return (
    <ManyDialog<Counted>
      title="Replay executions"
      look="primary"
      confirm={({ count }) => `Replay ${formatWhole(count)}`}
      none="Nothing that is over matches, so there is nothing to replay."
      onCount={props.onCount}
      onConfirm={({ count }) => props.onReplay(count)}
      onClose={props.onClose}
    >
      {({ count, deletedJobCount }) => (
        <>
          <p>
            {formatWhole(count)} {count === 1 ? 'execution runs' : 'executions run'} again, each job
            as it stands now, the oldest first. What is due on schedule goes before them.
          </p>
          <p class="text-muted empty:hidden">
            {deletedJobCount === 0
              ? ''
              : `${formatWhole(deletedJobCount)} of them are passed over: their job is gone.`}
          </p>
        </>
      )}
    </ManyDialog>
  )
}
