import { now } from '../parts/clock.ts'
import { Instant } from '../parts/instant.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { type Hours, viewerZone } from '../words/instant.ts'

/** In which zone and by which clock this browser tells times. */
export function TimesForm(props: {
  /** Null for that of the browser. */
  zone: string | null
  hours: Hours
  onZone: (zone: string | null) => void
  onHours: (hours: Hours) => void
}) {
  const zones = (): [string, string][] => [
    ['', `That of this browser (${viewerZone()})`],
    ...[...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map(
      (zone): [string, string] => [zone, zone.replaceAll('_', ' ')],
    ),
  ]
  return (
    <div class="flex max-w-md flex-col gap-4">
      <SelectField
        label="Your time zone"
        value={props.zone ?? ''}
        options={zones()}
        onChange={zone => props.onZone(zone || null)}
      />
      <SelectField
        label="Clock"
        value={String(props.hours)}
        options={[
          ['24', '24 hours, as 14:05'],
          ['12', '12 hours, as 2:05 pm'],
        ]}
        onChange={hours => props.onHours(hours === '12' ? 12 : 24)}
      />
      <p class="text-sm text-muted">
        Now it is <Instant at={new Date(now()).toISOString()} />.
      </p>
    </div>
  )
}
