import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { now } from '../parts/clock.ts'
import { Field } from '../parts/field.tsx'
import { formatInstant, viewerZone } from '../words/instant.ts'
import { cityOf, matchZones, nextClockChange, offsetName, zones } from '../words/zones.ts'

const mostShown = 30

type Props = {
  value: string
  error?: string | undefined
  onChange: (zone: string) => void
}

/** A time zone, searched by city; the one of the browser and UTC come first. */
export function ZonePicker(props: Props) {
  const listId = createUniqueId()
  /** What is typed to find another one; null while none is looked for. */
  const [query, setQuery] = createSignal<string | null>(null)
  const [active, setActive] = createSignal(0)
  let input!: HTMLInputElement
  const isOpen = () => query() !== null
  const likely = () => [...new Set([props.value, viewerZone(), 'UTC'])].filter(isZone)
  const found = () => matchZones(query() ?? '', likely(), mostShown)

  const search = (typed: string) => {
    setQuery(typed)
    setActive(0)
    const whole = zones.find(zone => zone.toLowerCase() === typed.trim().toLowerCase())
    if (whole !== undefined) props.onChange(whole)
  }
  const open = () => {
    if (isOpen()) return
    setActive(0)
    setQuery('')
    input.select()
  }
  const close = () => {
    setQuery(null)
    input.value = props.value
  }
  const choose = (zone: string | undefined) => {
    if (zone !== undefined) props.onChange(zone)
    close()
  }
  const move = (to: number) => {
    setActive(Math.min(Math.max(to, 0), Math.max(found().length - 1, 0)))
    document.getElementById(`${listId}-${active()}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen()) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      open()
      return
    }
    const moves: Record<string, number> = {
      ArrowDown: active() + 1,
      ArrowUp: active() - 1,
      PageDown: active() + 8,
      PageUp: active() - 8,
    }
    const to = moves[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) choose(found()[active()])
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
  }

  return (
    <Field
      label="Time zone"
      path="timezone"
      error={props.error}
      help={<Clock zone={props.value} />}
    >
      {control => (
        <div class="relative">
          <input
            ref={input}
            type="text"
            role="combobox"
            class="input pr-10"
            autocomplete="off"
            spellcheck={false}
            aria-expanded={isOpen()}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={
              isOpen() && found().length > 0 ? `${listId}-${active()}` : undefined
            }
            {...control}
            value={props.value}
            onClick={open}
            onInput={event => search(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onBlur={close}
          />
          <ChevronDown class="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted" />
          <Show when={isOpen()}>
            <div class="card absolute inset-x-0 top-full z-20 mt-1 max-h-80 overflow-y-auto p-1 shadow-xl">
              <div id={listId} role="listbox" aria-label="Zones found" tabIndex={-1}>
                <For each={found()}>
                  {(zone, index) => (
                    <div
                      id={`${listId}-${index()}`}
                      role="option"
                      tabIndex={-1}
                      aria-selected={zone === props.value}
                      class="flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded-lg px-3 py-1 text-sm md:min-h-9"
                      classList={{ 'bg-sunken': index() === active() }}
                      onMouseMove={() => setActive(index())}
                      // Before the field loses its focus and closes the list.
                      onMouseDown={event => {
                        event.preventDefault()
                        choose(zone)
                      }}
                    >
                      <Option zone={zone} />
                    </div>
                  )}
                </For>
              </div>
              <Show when={found().length === 0}>
                <p role="status" class="px-3 py-2 text-sm text-muted">
                  No zone has this in its name. Try the nearest large city.
                </p>
              </Show>
            </div>
          </Show>
        </div>
      )}
    </Field>
  )
}

function Option(props: { zone: string }) {
  const change = () => nextClockChange(props.zone, now())
  return (
    <>
      <span class="min-w-0">
        <span class="font-medium">{cityOf(props.zone)}</span>{' '}
        <span class="text-muted">{originOf(props.zone)}</span>
      </span>
      <span class="shrink-0 text-right text-muted">
        {offsetName(props.zone, now())}
        <Show when={change()}>
          {at => <span class="max-sm:hidden">, changes {dayOf(at(), props.zone)}</span>}
        </Show>
      </span>
    </>
  )
}

/** What the clocks of a zone do: how far from UTC, and when that changes. */
function Clock(props: { zone: string }) {
  const change = () => (isZone(props.zone) ? nextClockChange(props.zone, now()) : null)
  return (
    <Show when={isZone(props.zone)}>
      {offsetName(props.zone, now())} now
      <Show when={change()} fallback=", all year.">
        {at => (
          <>
            , {offsetName(props.zone, at())} from {dayOf(at(), props.zone)}.
          </>
        )}
      </Show>
    </Show>
  )
}

/** Where a zone lies, or that it is the one of whoever looks. */
function originOf(zone: string): string {
  const place = zone.includes('/') ? zone.slice(0, zone.lastIndexOf('/')).replaceAll('_', ' ') : ''
  return zone === viewerZone() ? `${place} · your browser’s` : place
}

const dayOf = (at: number, zone: string) =>
  formatInstant(new Date(at).toISOString(), zone).split(',')[0]

/** Intl knows more names than it lists; what it does not know throws. */
function isZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone })
    return zone !== ''
  } catch {
    return false
  }
}
