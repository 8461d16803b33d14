import type { ImportPreview, ProblemBody } from '@prikke/contract'
import { A } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { api } from '../api.ts'
import { problemOf } from '../api-error.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { ImportEntries } from '../paste/import-entries.tsx'
import { ImportSource } from '../paste/import-source.tsx'
import type { ImportState } from '../paste/import-state.ts'
import { useSession } from '../session.tsx'
import { viewerZone } from '../words/instant.ts'

type Entry = ImportPreview['entries'][number]
/** `key` names the request: sent again after no answer came, it makes one job. */
type Row = { entry: Entry; state: ImportState; isChosen: boolean; key: string }

/** Jobs out of a crontab: what each line would become, then those that are chosen. */
export function JobsImport() {
  const session = useSession()
  const [text, setText] = createSignal('')
  const [timezone, setTimezone] = createSignal(viewerZone())
  const [read, setRead] = createSignal<ImportPreview | null>(null)
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal(false)
  const load = async () => {
    setBusy(true)
    setProblem(null)
    try {
      setRead(await api.previewImport({ text: text(), timezone: timezone() }))
    } catch (error) {
      setRead(null)
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <PageHead title="Import jobs" organization={session.organization().name} />
      <ImportSource
        text={text()}
        timezone={timezone()}
        busy={busy()}
        onText={setText}
        onZone={setTimezone}
        onRead={() => void load()}
      />
      <Show when={problem()}>{found => <ProblemNotice problem={found()} />}</Show>
      <Show when={read()} keyed>
        {preview => <Chooser preview={preview} />}
      </Show>
    </>
  )
}

function Chooser(props: { preview: ImportPreview }) {
  const client = useQueryClient()
  const [rows, setRows] = createStore<Row[]>(props.preview.entries.map(rowOf))
  const [isOn, setIsOn] = createSignal(false)
  const [stop, setStop] = createSignal<AbortController | null>(null)
  const chosen = () => rows.filter(({ isChosen, state }) => isChosen && state.kind !== 'made')
  const count = (kind: ImportState['kind']) =>
    rows.filter(({ state }) => state.kind === kind).length
  const set = (index: number, state: ImportState) => setRows(index, 'state', state)

  const make = async () => {
    const stopping = new AbortController()
    setStop(stopping)
    const waiting = [...rows.keys()].filter(at => chosen().includes(rows[at] as Row))
    for (const index of waiting) set(index, { kind: 'waiting' })
    for (const index of waiting) {
      const row = rows[index]
      if (row?.entry.job == null) continue
      if (stopping.signal.aborted) set(index, { kind: 'open' })
      else {
        set(index, { kind: 'making' })
        set(index, await made({ ...row.entry.job, enabled: isOn() }, row.key))
      }
    }
    setStop(null)
    await client.invalidateQueries({ queryKey: ['jobs'] })
  }

  return (
    <Panel
      title={titleOf(props.preview)}
      lead={leadOf(props.preview)}
      actions={
        <Show
          when={stop()}
          fallback={
            <Show when={chosen().length > 0 || count('made') === 0}>
              <Begin count={chosen().length} onBegin={() => void make()} />
            </Show>
          }
        >
          {stopping => <Button onClick={() => stopping().abort()}>Stop</Button>}
        </Show>
      }
    >
      <Show when={rows.some(({ entry }) => canBeMade(entry))}>
        <label class="flex min-h-11 w-fit items-center gap-2 text-sm md:min-h-6">
          <input
            type="checkbox"
            class="size-4 shrink-0"
            checked={isOn()}
            disabled={stop() !== null}
            onChange={event => setIsOn(event.currentTarget.checked)}
          />
          <span>
            Switch them on at once.{' '}
            <span class="text-muted">
              Else they wait, switched off, until you have looked at them.
            </span>
          </span>
        </label>
      </Show>
      <p aria-live="polite" class="text-sm font-medium empty:hidden">
        <Show when={count('made') + count('refused') > 0}>
          {progressOf(count('made'), count('refused'), count('waiting') + count('making'))}
        </Show>
      </p>
      <Show
        when={rows.length > 0}
        fallback={<p class="text-sm text-muted">There is no line with a job in it.</p>}
      >
        <ImportEntries
          rows={rows}
          isBusy={stop() !== null}
          onChoose={(index, isChosen) => setRows(index, 'isChosen', isChosen)}
        />
      </Show>
      <Show when={count('made') > 0 && stop() === null}>
        <A href="/jobs" class={`${buttonClass()} self-start`}>
          See all jobs
        </A>
      </Show>
    </Panel>
  )
}

function Begin(props: { count: number; onBegin: () => void }) {
  return (
    <Button look="primary" disabled={props.count === 0} onClick={() => props.onBegin()}>
      Import {props.count === 1 ? '1 job' : `${props.count} jobs`}
    </Button>
  )
}

const canBeMade = ({ job, problem }: Entry) => job !== null && problem === null

const rowOf = (entry: Entry): Row => ({
  entry,
  state: { kind: 'open' },
  isChosen: canBeMade(entry),
  key: crypto.randomUUID(),
})

async function made(job: NonNullable<Entry['job']>, key: string): Promise<ImportState> {
  try {
    const { id, name } = await api.importJob(job, key)
    return { kind: 'made', id, name }
  } catch (error) {
    return { kind: 'refused', why: problemOf(error).detail }
  }
}

function titleOf({ entries }: ImportPreview): string {
  const count = entries.filter(canBeMade).length
  return count === 1 ? '1 job can be made' : `${count} jobs can be made`
}

function leadOf({ entries, ignoredCount, kind }: ImportPreview): string {
  const stuck = entries.filter(({ problem }) => problem !== null).length
  const words = [
    kind === 'crontab'
      ? 'Read as a crontab.'
      : 'Read as commands of curl. They name no schedule: each gets every hour until you change it.',
    stuck === 0 ? '' : `${stuck} cannot, each with its reason.`,
    ignoredCount === 0 ? '' : `Blank lines and comments: ${ignoredCount}.`,
  ]
  return words.filter(each => each !== '').join(' ')
}

function progressOf(made: number, refused: number, left: number): string {
  const words = [`${made} made`]
  if (refused > 0) words.push(`${refused} not made`)
  if (left > 0) words.push(`${left} to go`)
  return `${words.join(', ')}.`
}
