import type { JobFilter } from '@prikke/contract'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import X from 'lucide-solid/icons/x'
import { createSignal, For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { askedOf, type JobSearch, jobOrders } from '../words/job-search.ts'
import { Pick } from './pick.tsx'

type Props = {
  filter: JobFilter
  order: string
  /** Tags that there are. */
  tags: readonly string[]
  /** What of the address changes; what is undefined goes. */
  onChange: (change: { [Name in keyof JobSearch]: JobSearch[Name] | undefined }) => void
}

/** Narrows the list down, and puts it in order; on a narrow screen behind a button. */
export function FilterBar(props: Props) {
  const [open, setOpen] = createSignal(false)
  const asked = () => askedOf(props.filter) - (props.filter.q === undefined ? 0 : 1)
  const chosen = () => props.filter.tag ?? []
  const result = () => (props.filter.failing ? 'failing' : (props.filter.status ?? ''))
  const clear = () =>
    props.onChange({
      ...{ status: undefined, method: undefined, scheduleType: undefined, enabled: undefined },
      ...{ failing: undefined, tag: undefined, q: undefined },
    })
  return (
    <div class="flex flex-col gap-3" data-filter>
      <Button class="self-start md:hidden" aria-expanded={open()} onClick={() => setOpen(!open())}>
        <SlidersHorizontal class="size-4" />
        {asked() > 0 ? `Filters (${asked()})` : 'Filters'}
      </Button>
      <div
        class="flex flex-wrap items-center gap-2 max-md:grid max-md:grid-cols-2"
        classList={{ 'max-md:hidden': !open() }}
      >
        <Pick
          label="State"
          value={props.filter.enabled === undefined ? '' : String(props.filter.enabled)}
          options={[
            ['', 'On and paused'],
            ['true', 'On'],
            ['false', 'Paused'],
          ]}
          onPick={enabled => props.onChange({ enabled })}
        />
        <Pick
          label="Result"
          value={result()}
          options={[
            ['', 'Any result'],
            ['failing', 'Failing now'],
            ['failed', 'Last failed'],
            ['timeout', 'Last timed out'],
            ['success', 'Last succeeded'],
          ]}
          onPick={value =>
            props.onChange(
              value === 'failing'
                ? { failing: 'true', status: undefined }
                : { failing: undefined, status: value },
            )
          }
        />
        <Pick
          label="Schedule"
          value={props.filter.scheduleType ?? ''}
          options={[
            ['', 'Any schedule'],
            ['cron', 'Repeating'],
            ['once', 'One-time'],
          ]}
          onPick={scheduleType => props.onChange({ scheduleType })}
        />
        <Pick
          label="Method"
          value={props.filter.method ?? ''}
          options={[
            ['', 'Any method'],
            ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map(
              method => [method, method] as const,
            ),
          ]}
          onPick={method => props.onChange({ method })}
        />
        <Show when={props.tags.length > 0}>
          <Pick
            label="Tag"
            value=""
            options={[
              ['', chosen().length > 0 ? 'Another tag' : 'Any tag'],
              ...props.tags.filter(tag => !chosen().includes(tag)).map(tag => [tag, tag] as const),
            ]}
            onPick={tag => tag !== undefined && props.onChange({ tag: [...chosen(), tag] })}
          />
        </Show>
        <Pick
          label="Order"
          value={props.order}
          options={jobOrders}
          onPick={sort => props.onChange({ sort: sort === '-createdAt' ? undefined : sort })}
        />
        <For each={chosen()}>
          {tag => (
            <Button
              aria-label={`No longer only ${tag}`}
              class="max-w-full"
              onClick={() => {
                const rest = chosen().filter(each => each !== tag)
                props.onChange({ tag: rest.length > 0 ? rest : undefined })
              }}
            >
              <span class="truncate">{tag}</span> <X class="size-4 shrink-0" />
            </Button>
          )}
        </For>
        <Show when={asked() > 0}>
          <Button look="quiet" onClick={clear}>
            Clear
          </Button>
        </Show>
      </div>
    </div>
  )
}
