import { createMemo, onMount } from 'solid-js'
import { clockHours, ownZone, zoneShown } from '../times.ts'
import { formatInstant, formatMinute } from '../words/instant.ts'
import { formatRelative } from '../words/span.ts'
import { presentFor } from './clock.ts'

const dayMs = 86_400_000
/** What is on the way of Tab already, or in a row of its own. */
const reachable = 'a, button, label, tr, [data-row], [role=option]'

/**
 * An instant, absolute or, when within a day, from now. What it is in other zones stands on a card
 * that `InstantCard` shows on hover and focus; `zone` is that of the job it belongs to.
 */
export function Instant(props: { at: string; relative?: boolean; zone?: string; class?: string }) {
  let time!: HTMLTimeElement
  onMount(() => {
    if (time.closest(reachable) === null) time.tabIndex = 0
  })
  const zone = () => {
    const shown = zoneShown()
    return shown === 'utc' ? 'UTC' : shown === 'job' ? (props.zone ?? ownZone()) : ownZone()
  }
  const words = createMemo(() => {
    if (!props.relative) return formatInstant(props.at, zone(), clockHours())
    const at = Date.parse(props.at)
    const present = presentFor(at)
    return Math.abs(at - present) < dayMs
      ? formatRelative(props.at, present)
      : formatMinute(props.at, zone(), clockHours())
  })
  return (
    <time ref={time} datetime={props.at} data-zone={props.zone} class={props.class}>
      {words()}
    </time>
  )
}
