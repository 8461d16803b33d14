import type { Session } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Instant } from '../parts/instant.tsx'
import { describeDevice } from '../words/device.ts'

/** Where somebody is signed in; any other device can be signed out from here. */
export function Devices(props: {
  devices: readonly Session[]
  onEnd: (id: string) => Promise<unknown>
  onEndOthers: () => Promise<unknown>
}) {
  return (
    <>
      <ul class="divide-y divide-line text-sm">
        <For each={props.devices}>
          {device => (
            <li class="flex flex-wrap items-center justify-between gap-3 py-3">
              <div class="min-w-0">
                <p class="font-medium wrap-anywhere">
                  {describeDevice(device.userAgent)}
                  <Show when={device.current}>, this one</Show>
                </p>
                <p class="text-muted wrap-anywhere">
                  <Show when={device.address}>{address => <>{address()}, </>}</Show>
                  seen <Instant at={device.lastSeenAt} relative />, signed in{' '}
                  <Instant at={device.createdAt} relative />
                </p>
              </div>
              <Show when={!device.current}>
                <Button
                  aria-label={`Sign out ${describeDevice(device.userAgent)}`}
                  onClick={() => void props.onEnd(device.id)}
                >
                  Sign out
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.devices.length > 1}>
        <div>
          <ConfirmButton
            label="Sign out everywhere else"
            question="Sign out everywhere else?"
            confirm="Sign out"
            onConfirm={props.onEndOthers}
          >
            Only this device stays signed in.
          </ConfirmButton>
        </div>
      </Show>
    </>
  )
}
