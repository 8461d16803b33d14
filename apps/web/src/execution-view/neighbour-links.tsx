import type { ExecutionNeighbours } from '@prikke/contract'
import { A } from '@solidjs/router'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { type JSX, Show } from 'solid-js'
import { buttonClass } from '../parts/button.tsx'

/** The ways to the execution of the same job before this one, and after it. */
export function NeighbourLinks(props: { beside: ExecutionNeighbours | undefined }) {
  return (
    <div class="flex gap-1">
      <Way id={props.beside?.older ?? null} label="Older execution of this job">
        <ChevronLeft class="size-4" />
      </Way>
      <Way id={props.beside?.newer ?? null} label="Newer execution of this job">
        <ChevronRight class="size-4" />
      </Way>
    </div>
  )
}

function Way(props: { id: string | null; label: string; children: JSX.Element }) {
  const look = `${buttonClass()} w-11 px-0! md:w-10`
  return (
    <Show
      when={props.id}
      fallback={
        <span aria-hidden="true" class={`${look} opacity-40`}>
          {props.children}
        </span>
      }
    >
      {id => (
        <A href={`/executions/${id()}`} aria-label={props.label} title={props.label} class={look}>
          {props.children}
        </A>
      )}
    </Show>
  )
}
