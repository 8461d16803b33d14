import { Match, Switch } from 'solid-js'
import type { Outcome } from './outcomes.ts'

/** What tells outcomes apart without colour: dots for what did not run, hatching for what is planned. */
export function OutcomePatterns(props: { id: string }) {
  return (
    <defs>
      <pattern id={`${props.id}-left`} width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="2" height="2" class="fill-muted" />
        <rect x="2" y="2" width="2" height="2" class="fill-muted" />
      </pattern>
      <pattern id={`${props.id}-planned`} width="5" height="5" patternUnits="userSpaceOnUse">
        <path d="M-1 1l2 -2M0 5l5 -5M4 6l2 -2" class="stroke-muted" stroke-width="1.5" />
      </pattern>
    </defs>
  )
}

/** Boxes of one outcome. */
export function OutcomePath(props: { id: string; outcome: Outcome; d: string }) {
  return (
    <Switch>
      <Match when={props.outcome === 'failed'}>
        <path d={props.d} class="fill-bad" />
      </Match>
      <Match when={props.outcome === 'success'}>
        <path d={props.d} class="fill-good" />
      </Match>
      <Match when={props.outcome === 'open'}>
        <path d={props.d} class="fill-calm" />
      </Match>
      <Match when={true}>
        <path d={props.d} fill={`url(#${props.id}-${props.outcome})`} />
      </Match>
    </Switch>
  )
}
