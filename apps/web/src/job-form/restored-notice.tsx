import { Button } from '../parts/button.tsx'

/** Says that what was typed before is here again, and lets one begin anew. */
export function RestoredNotice(props: { onReset: () => void }) {
  return (
    <div role="status" class="card flex flex-wrap items-center gap-x-4 gap-y-2 p-4 text-sm">
      <p class="min-w-0 flex-1 basis-60">
        This is what you typed before and did not save. Values of secrets have to be typed again.
      </p>
      <Button onClick={() => props.onReset()}>Begin anew</Button>
    </div>
  )
}
