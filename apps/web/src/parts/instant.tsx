import { formatInstant } from '../words/instant.ts'
import { formatRelative } from '../words/span.ts'
import { now } from './clock.ts'

/** An instant, absolute or from now; the other form, or that of another zone, on hover. */
export function Instant(props: { at: string; relative?: boolean; zone?: string; class?: string }) {
  const absolute = () => formatInstant(props.at, props.zone)
  const relative = () => formatRelative(props.at, now())
  return (
    <time datetime={props.at} title={props.relative ? absolute() : relative()} class={props.class}>
      {props.relative ? relative() : absolute()}
    </time>
  )
}
