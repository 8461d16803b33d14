/** An on/off switch; `label` says what it switches. */
export function Toggle(props: {
  on: boolean
  label: string
  busy?: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={props.on}
      aria-label={props.label}
      disabled={props.busy}
      onClick={() => props.onChange(!props.on)}
      class="group relative inline-flex size-11 shrink-0 items-center justify-center rounded-lg md:h-8"
    >
      <span class="flex h-5 w-9 items-center rounded-full border border-control bg-sunken p-0.5 group-aria-checked:border-transparent group-aria-checked:bg-fill motion-safe:transition-colors">
        <span class="size-3.5 rounded-full bg-control group-aria-checked:translate-x-4 group-aria-checked:bg-on-fill motion-safe:transition-transform" />
      </span>
    </button>
  )
}
