import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { Chips } from '../parts/chips.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import {
  hourSteps,
  minuteSteps,
  type SimpleKind,
  type SimpleSchedule,
  turnedTo,
  weekdays,
} from '../words/simple-schedule.ts'

const kinds: readonly (readonly [SimpleKind, string])[] = [
  ['minutes', 'Minutes'],
  ['hours', 'Hours'],
  ['day', 'Every day'],
  ['week', 'Weekdays'],
  ['month', 'Every month'],
]

type Props<S> = { simple: S; onChange: (simple: SimpleSchedule) => void }

/** A rhythm chosen without cron; `simple` is null where the expression says more than one can. */
export function SimpleFields(props: {
  simple: SimpleSchedule | null
  expression: string
  onChange: (simple: SimpleSchedule) => void
}) {
  return (
    <div class="flex flex-col gap-4" data-path="cronExpression">
      <Show when={props.simple === null}>
        <p class="rounded-lg bg-warn-soft p-3 text-sm">
          <code>{props.expression.trim() || 'Nothing'}</code> says something that these choices
          cannot. It stays as it is under Cron; choosing one here replaces it.
        </p>
      </Show>
      <Chips
        label="How often"
        options={kinds}
        value={props.simple?.kind ?? null}
        onChange={kind => props.onChange(turnedTo(kind, props.simple))}
      />
      <Switch>
        <Match when={props.simple?.kind === 'minutes' && props.simple}>
          {simple => <EveryMinutes simple={simple()} onChange={props.onChange} />}
        </Match>
        <Match when={props.simple?.kind === 'hours' && props.simple}>
          {simple => <EveryHours simple={simple()} onChange={props.onChange} />}
        </Match>
        <Match when={props.simple?.kind === 'day' && props.simple}>
          {simple => (
            <Line>
              <At simple={simple()} onChange={props.onChange} />
            </Line>
          )}
        </Match>
        <Match when={props.simple?.kind === 'week' && props.simple}>
          {simple => <EveryWeek simple={simple()} onChange={props.onChange} />}
        </Match>
        <Match when={props.simple?.kind === 'month' && props.simple}>
          {simple => <EveryMonth simple={simple()} onChange={props.onChange} />}
        </Match>
      </Switch>
    </div>
  )
}

const Line = (props: { children: JSX.Element }) => (
  <div class="grid grid-cols-2 gap-4 sm:max-w-md">{props.children}</div>
)

/** Numbers to choose from, as the select that is used here takes them. */
const numbers = (values: readonly number[], words: (value: number) => string) =>
  values.map(value => [String(value), words(value)] as const)

type Of<K extends SimpleKind> = Props<Extract<SimpleSchedule, { kind: K }>>

function EveryMinutes(props: Of<'minutes'>) {
  return (
    <Line>
      <SelectField
        label="Every"
        value={String(props.simple.every)}
        options={numbers(minuteSteps, n => (n === 1 ? 'minute' : `${n} minutes`))}
        onChange={every => props.onChange({ ...props.simple, every: Number(every) })}
      />
    </Line>
  )
}

function EveryHours(props: Of<'hours'>) {
  return (
    <Line>
      <SelectField
        label="Every"
        value={String(props.simple.every)}
        options={numbers(hourSteps, n => (n === 1 ? 'hour' : `${n} hours`))}
        onChange={every => props.onChange({ ...props.simple, every: Number(every) })}
      />
      <SelectField
        label="At minute"
        value={String(props.simple.minute)}
        options={numbers(
          Array.from({ length: 60 }).map((_, n) => n),
          String,
        )}
        onChange={minute => props.onChange({ ...props.simple, minute: Number(minute) })}
      />
    </Line>
  )
}

function EveryWeek(props: Of<'week'>) {
  const toggle = (day: number, on: boolean) => {
    const days = on ? [...props.simple.days, day] : props.simple.days.filter(own => own !== day)
    props.onChange({ ...props.simple, days })
  }
  return (
    <>
      <fieldset>
        <legend class="mb-1.5 text-sm font-medium">On</legend>
        <div class="flex flex-wrap gap-1.5">
          <For each={weekdays}>
            {([day, name]) => {
              const isOn = () => props.simple.days.includes(day)
              return (
                <label class="chip">
                  <input
                    type="checkbox"
                    class="sr-only"
                    checked={isOn()}
                    // A week without a day would never come.
                    disabled={isOn() && props.simple.days.length === 1}
                    onChange={event => toggle(day, event.currentTarget.checked)}
                  />
                  {name}
                </label>
              )
            }}
          </For>
        </div>
      </fieldset>
      <Line>
        <At simple={props.simple} onChange={props.onChange} />
      </Line>
    </>
  )
}

function EveryMonth(props: Of<'month'>) {
  return (
    <Line>
      <SelectField
        label="On day"
        value={String(props.simple.day)}
        options={numbers(
          Array.from({ length: 31 }).map((_, n) => n + 1),
          String,
        )}
        onChange={day => props.onChange({ ...props.simple, day: Number(day) })}
      />
      <At simple={props.simple} onChange={props.onChange} />
    </Line>
  )
}

function At(props: Of<'day' | 'week' | 'month'>) {
  return (
    <TextField
      label="At"
      type="time"
      value={props.simple.time}
      onInput={time => time !== '' && props.onChange({ ...props.simple, time })}
    />
  )
}
