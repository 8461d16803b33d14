import { type Asked, ask, askUntilKnown } from './ask.ts'
import { beginStory, type JobStory } from './job-story.ts'
import type { Schedule } from './minute-oracle.ts'
import { type PlannedJob, type PlannedSchedule, type Step, setOrganization } from './plan-load.ts'
import type { Witness } from './witness.ts'

const mostAtOnce = 200
/** Of the set that is sent whole, this much is exchanged each time. */
const exchangedShare = 0.1
const minuteMs = 60_000
/** The 29th of February: not while this runs. */
export const farAway = '0 0 29 2 *'

/** How long a pause lasts, and from when after it an edit can only come later. */
const pauseMs = { least: 1_500, more: 12_000, settled: 100 }

type Patch = {
  body: object | null
  schedule: Schedule | null
  /** For a pause: its end, and what the job runs by from then on. */
  until?: number
  after?: Schedule
}

/** Performs planned steps against the api and writes down what was asked and what it answered. */
export function createLoad(witness: Witness, targetUrl: string) {
  const { clients, stories } = witness
  const editable: JobStory[] = []
  const set = new Map<string, { job: PlannedJob; story: JobStory; input: object }>()
  const clientOf = (story: JobStory) => at(clients, story.organization)

  const urlOf = (behaviour: string, token: string) => {
    const origin = behaviour === 'dns' ? 'http://nowhere.invalid' : targetUrl
    return `${origin}/jobs/${behaviour}/${token}`
  }

  const begin = (job: PlannedJob, organization: number) => {
    const { token, alertOn } = job
    const schedule = resolveSchedule(job.schedule)
    const story = beginStory({ token, organization, key: token, alertOn })
    stories.set(token, story)
    const { timeoutMs, retryAttempts, overlap, catchUp } = job
    const input = {
      ...{ key: token, name: `Job ${token}`, url: urlOf(job.behaviour, token), method: 'POST' },
      ...{ timeoutMs, retryAttempts, overlap, catchUp, alertOn },
      ...fieldsOf(schedule),
    }
    return { job, story, schedule, input }
  }

  const note = (story: JobStory, { from, to }: Asked<unknown>, schedule: Schedule | null) =>
    story.changes.push({ from, to, schedule })

  const repeat = <T>(organization: number, call: [string, string, unknown?]) =>
    askUntilKnown<T>(witness, at(clients, organization), call)

  const sync = async (organization: number, planned: PlannedJob[]) => {
    const made = planned.map(job => begin(job, organization))
    const jobs = made.map(({ input }) => input)
    const asked = await repeat(organization, ['PUT', '/api/sync', { jobs }])
    if (asked.outcome === 'refused') return
    for (const { story, schedule } of made) {
      note(story, asked, schedule)
      story.isMade = asked.outcome === 'done'
    }
  }

  let setIsBusy = false
  /** Sends the whole set with some exchanged for new ones: the others are pruned. */
  const syncSet = async (planned: PlannedJob[]) => {
    if (setIsBusy) return
    setIsBusy = true
    const gone = [...set.values()].slice(0, Math.ceil(set.size * exchangedShare))
    for (const { story } of gone) set.delete(story.key)
    const made = planned.map(job => begin(job, setOrganization))
    for (const each of made) set.set(each.story.key, each)
    const jobs = [...set.values()].map(({ input }) => input)
    const from = Date.now()
    for (const { story } of gone) story.deleteAsked = from
    const asked = await repeat(setOrganization, ['PUT', '/api/sync', { jobs, prune: true }])
    for (const { story, schedule } of made) {
      note(story, asked, schedule)
      story.isMade = asked.outcome === 'done'
    }
    for (const { story } of gone) {
      note(story, asked, null)
      story.isDeleted = asked.outcome === 'done'
    }
    // One that nobody knows the end of may come after the next: then there is no next.
    setIsBusy = asked.outcome !== 'done'
  }

  const create = async (organization: number, planned: PlannedJob) => {
    const { story, schedule, input } = begin(planned, organization)
    const asked = await ask<{ id: string }>(witness, at(clients, organization), [
      ...(['POST', '/api/jobs', input] as const),
    ])
    if (asked.outcome === 'refused') return
    const isKnown = asked.outcome === 'done'
    note(story, isKnown ? asked : { ...asked, to: Number.POSITIVE_INFINITY }, schedule)
    story.isMade = isKnown
    story.id = asked.body?.id ?? null
    if (isKnown) editable.push(story)
  }

  const edit = async (step: Step & { kind: 'edit' }) => {
    const free = editable.filter(story => isOpenToEdits(story))
    if (free.length === 0) return
    // Half of the time one whose row is written already, or about to be: there edits are delicate.
    const near = step.pick % 2 === 0 ? free.filter(story => isNear(story)) : []
    const among = near.length > 0 ? near : free
    const story = at(among, step.pick % among.length)
    const current = story.changes.at(-1)?.schedule ?? null
    const patch = patchFor(step, story, current)
    story.isBusy = true
    if (step.change === 'delete') story.deleteAsked = Date.now()
    const path = `/api/jobs/${story.id}`
    const asked = await repeat(
      story.organization,
      step.change === 'delete' ? ['DELETE', path] : ['PATCH', path, patch.body],
    )
    // A deletion that was unanswered and then found nothing has been done.
    const isGone = step.change === 'delete' && asked.outcome !== 'refused'
    if (asked.outcome === 'refused') story.isBusy = false
    else {
      note(story, asked, patch.schedule)
      if (patch.until !== undefined) resume(story, asked, patch)
      story.isBusy = asked.outcome === 'unknown'
    }
    if (isGone) story.isDeleted = asked.outcome === 'done'
  }

  /** It goes on by itself at the instant that was said, whoever is alive then. */
  const resume = (story: JobStory, { outcome }: Asked<unknown>, { until = 0, after }: Patch) => {
    const to = outcome === 'done' ? until : Number.POSITIVE_INFINITY
    story.changes.push({ from: until, to, schedule: after ?? null })
    story.pausedUntil = until
  }

  const patchFor = (
    step: Step & { kind: 'edit' },
    story: JobStory,
    current: Schedule | null,
  ): Patch => {
    if (step.change === 'delete') return { body: null, schedule: null }
    if (step.change === 'url') {
      return { body: { url: urlOf(step.behaviour, story.token) }, schedule: current }
    }
    if (step.change === 'switch' && current !== null) {
      story.wasSwitchedOff = true
      return { body: { enabled: false }, schedule: null }
    }
    if (step.change === 'pause' && current !== null) {
      story.wasSwitchedOff = true
      const until = Date.now() + pauseMs.least + (step.pick % pauseMs.more)
      const body = { enabled: false, resumeAt: new Date(until).toISOString() }
      return { body, schedule: null, until, after: current }
    }
    const planned: PlannedSchedule =
      current?.type === 'once'
        ? { type: 'once', inMs: 2_000 + (step.pick % 10_000) }
        : step.schedule
    const schedule = resolveSchedule(planned)
    return { body: { enabled: true, ...fieldsOf(schedule) }, schedule }
  }

  const run = async (pick: number) => {
    const known = editable.filter(story => story.deleteAsked === null)
    const story = at(known, pick % known.length)
    story.manualAsked++
    const path = `/api/jobs/${story.id}/trigger`
    const asked = await ask<{ id: string }>(witness, clientOf(story), ['POST', path])
    if (asked.outcome === 'done' && asked.body !== null) acknowledge(asked.body.id, story)
  }

  const acknowledge = (id: string, story: JobStory) => {
    story.manualAcknowledged++
    witness.runs.push({ id, story })
  }

  const onRun = async (kind: 'replay' | 'cancel', pick: number) => {
    // Of the last ones: some of these are not over yet.
    const recent = witness.runs.slice(-200)
    if (recent.length === 0) return
    const { id, story } = at(recent, pick % recent.length)
    if (kind === 'replay') story.manualAsked++
    else witness.cancels.set(id, witness.cancels.get(id) ?? false)
    const path = `/api/executions/${id}/${kind}`
    const asked = await ask<{ id: string }>(witness, clientOf(story), ['POST', path])
    if (asked.outcome !== 'done') return
    if (kind === 'cancel') witness.cancels.set(id, true)
    else if (asked.body !== null) acknowledge(asked.body.id, story)
  }

  const channel = async (organization: number) => {
    const url = `${targetUrl}/alerts/off-${crypto.randomUUID()}`
    const body = { url, kind: 'webhook', enabled: false }
    const call: [string, string, unknown] = ['POST', '/api/channels', body]
    const asked = await ask<{ id: string }>(witness, at(clients, organization), call)
    if (asked.outcome === 'done' && asked.body !== null) witness.channels.push(asked.body.id)
  }

  const perform = async (step: Step): Promise<void> => {
    if (step.kind === 'sync') return await sync(step.organization, step.jobs)
    if (step.kind === 'sync-set') return await syncSet(step.jobs)
    if (step.kind === 'create') return await create(step.organization, step.job)
    if (step.kind === 'edit') return await edit(step)
    if (step.kind === 'run') return await run(step.pick)
    if (step.kind === 'channel') return await channel(step.organization)
    return await onRun(step.kind, step.pick)
  }

  /** Each step at its time, or as soon as one of the few before it is answered. */
  const performAll = async (
    steps: readonly Step[],
    startedAt: number,
    isOver: () => boolean = () => false,
  ) => {
    const underWay = new Set<Promise<void>>()
    for (const step of steps) {
      if (isOver()) break
      while (Date.now() < startedAt + step.at)
        await breath(Math.max(1, startedAt + step.at - Date.now()))
      while (underWay.size >= mostAtOnce) await Promise.race(underWay)
      const performing = perform(step).finally(() => underWay.delete(performing))
      underWay.add(performing)
    }
    await Promise.all(underWay)
  }
  return { performAll }
}

/** One-time jobs only while their instant is ahead: a moment past it, an edit may run them anew. */
function isOpenToEdits(story: JobStory): boolean {
  const current = story.changes.at(-1)?.schedule
  const isOver = current?.type === 'once' && current.at < Date.now() + 300
  const isPaused = Date.now() < story.pausedUntil + pauseMs.settled
  return !story.isBusy && !isPaused && story.deleteAsked === null && !isOver
}

const nearMs = 3_000

function isNear(story: JobStory): boolean {
  const current = story.changes.at(-1)?.schedule
  return current?.type === 'once' && current.at < Date.now() + nearMs
}

const breath = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new Error(`There is no number ${index} among ${list.length}.`)
  return found
}

function resolveSchedule(planned: PlannedSchedule): Schedule {
  if (planned.type === 'never') return { type: 'cron', expression: farAway, timezone: 'UTC' }
  if (planned.type === 'once') return { type: 'once', at: Date.now() + planned.inMs }
  if (planned.type === 'cron') return planned
  const { timezone } = planned
  const wall = new Date(Date.now() + planned.inMinutes * minuteMs).toLocaleTimeString('en-GB', {
    timeZone: timezone,
  })
  const [hour = '0', minute = '0'] = wall.split(':')
  return { type: 'cron', expression: `${Number(minute)} ${Number(hour)} * * *`, timezone }
}

function fieldsOf(schedule: Schedule) {
  return schedule.type === 'once'
    ? { scheduleType: 'once', scheduledAt: new Date(schedule.at).toISOString() }
    : {
        scheduleType: 'cron',
        cronExpression: schedule.expression,
        timezone: schedule.timezone,
      }
}
