import { createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { now } from '../parts/clock.ts'
import { clockHours, ownZone, showZone, type ZoneShown, zoneShown } from '../times.ts'
import { formatInstant } from '../words/instant.ts'
import { formatRelative } from '../words/span.ts'

const hoverMs = 250
const leaveMs = 200
const gap = 6

/**
 * The card of every `<time>` of the page: one for all of them, beside the one that is hovered or
 * focused, with the instant in each zone. A press on a line shows all times in that zone.
 */
export function InstantCard() {
  const [time, setTime] = createSignal<HTMLTimeElement | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let card: HTMLElement | undefined
  const later = (ms: number, next: HTMLTimeElement | null) => {
    clearTimeout(timer)
    timer = setTimeout(() => setTime(next), ms)
  }
  const over = (event: PointerEvent) => {
    const found = timeUnder(event)
    if (found === time()) clearTimeout(timer)
    else if (found !== null) later(time() === null ? hoverMs : 0, found)
    else if (card?.contains(event.target as Node)) clearTimeout(timer)
    else if (time() !== null) later(leaveMs, null)
    else clearTimeout(timer)
  }
  const focus = (event: Event) => {
    const { target } = event
    if (!(target instanceof Element) || !target.matches(':focus-visible')) return
    const inLink = target.matches('a') ? target.querySelector('time') : null
    const found = target.closest('time') ?? inLink
    if (found !== null || !card?.contains(target)) later(found === null ? 0 : hoverMs, found)
  }
  const dismiss = (event: KeyboardEvent) => {
    if (event.key === 'Escape') later(0, null)
  }
  const shut = () => later(0, null)
  onMount(() => {
    setTime(document.querySelector<HTMLTimeElement>('time:hover'))
    document.addEventListener('pointermove', over)
    document.addEventListener('focusin', focus)
    document.addEventListener('keydown', dismiss)
    addEventListener('scroll', shut, { passive: true, capture: true })
  })
  onCleanup(() => {
    clearTimeout(timer)
    document.removeEventListener('pointermove', over)
    document.removeEventListener('focusin', focus)
    document.removeEventListener('keydown', dismiss)
    removeEventListener('scroll', shut, { capture: true })
  })

  const place = (element: HTMLElement, beside: HTMLTimeElement) => {
    card = element
    beside.setAttribute('aria-describedby', element.id)
    const { left, top, bottom } = beside.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = element
    const isBelow = bottom + gap + height < innerHeight
    element.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
    element.style.top = `${isBelow ? bottom + gap : Math.max(8, top - gap - height)}px`
  }
  return (
    <Show when={time()} keyed>
      {shown => (
        <Portal>
          <section
            ref={element => queueMicrotask(() => place(element, shown))}
            id="instant-card"
            aria-label="This time in other zones, and from now"
            class="card fixed top-0 left-0 z-50 flex w-72 flex-col p-1 text-sm shadow-xl"
          >
            <For each={linesOf(shown)}>
              {line => (
                <button
                  type="button"
                  tabindex="-1"
                  aria-pressed={zoneShown() === line.choice}
                  title="Show all times so"
                  class="flex flex-col rounded-lg px-3 py-1.5 text-left hover:bg-sunken aria-pressed:bg-good-soft"
                  onClick={() => showZone(line.choice)}
                >
                  <span class="text-xs text-muted">{line.name}</span>
                  {line.words}
                </button>
              )}
            </For>
            <p class="px-3 py-1.5 text-muted">{formatRelative(shown.dateTime, now())}</p>
          </section>
        </Portal>
      )}
    </Show>
  )
}

/** A link that covers its row lies over the times in it. */
function timeUnder({ target, clientX, clientY }: PointerEvent): HTMLTimeElement | null {
  if (!(target instanceof Element)) return null
  const row = target.matches('a') ? target.closest('[data-row]') : null
  if (row === null) return target.closest('time')
  const times = [...row.querySelectorAll('time')]
  const under = document.elementsFromPoint(clientX, clientY)
  return times.find(time => under.includes(time)) ?? null
}

type Line = { choice: ZoneShown; name: string; words: string }

function linesOf(time: HTMLTimeElement): Line[] {
  const line = (choice: ZoneShown, name: string, zone: string): Line => ({
    choice,
    name,
    words: formatInstant(time.dateTime, zone, clockHours()),
  })
  const own = ownZone()
  const jobs = time.dataset.zone
  return [
    line('viewer', `Your time, ${own}`, own),
    ...(jobs === undefined || jobs === own || jobs === 'UTC'
      ? []
      : [line('job', `The job’s time, ${jobs}`, jobs)]),
    ...(own === 'UTC' ? [] : [line('utc', 'UTC', 'UTC')]),
  ]
}
