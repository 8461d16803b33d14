import { useQueryClient } from '@tanstack/solid-query'
import { api } from '../api.ts'
import { singleKeys, switchSingleKeys } from '../keyboard/single-keys.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { ThemePicker } from '../parts/theme-picker.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { useSession } from '../session.tsx'
import { OwnName } from '../settings/own-name.tsx'
import { TimesForm } from '../settings/times-form.tsx'
import { chooseTheme, theme } from '../theme.ts'
import { chooseClockHours, chooseOwnZone, chosenZone, clockHours } from '../times.ts'

/** How one is called, and how this browser shows things. */
export function SettingsProfile() {
  const session = useSession()
  const client = useQueryClient()
  const rename = async (name: string) => {
    client.setQueryData(['me'], await api.rename(name))
  }
  return (
    <>
      <PageHead title="Profile" />
      <Panel title="You" lead={`Signed in as ${session.user().email}.`}>
        <OwnName user={session.user()} onRename={rename} />
      </Panel>
      <Panel title="Appearance" lead="As this browser shows it.">
        <ThemePicker theme={theme()} onChoose={chooseTheme} />
      </Panel>
      <Panel
        title="Times"
        lead="As this browser shows them. Jobs keep the time zone that each of them has."
      >
        <TimesForm
          zone={chosenZone()}
          hours={clockHours()}
          onZone={chooseOwnZone}
          onHours={chooseClockHours}
        />
      </Panel>
      <Panel
        title="Keyboard"
        lead="Single keys, such as ? for the list of all of them, act in this browser. They never do while you type."
      >
        <div class="flex items-center gap-2 text-sm">
          <Toggle on={singleKeys()} label="Single keys" onChange={switchSingleKeys} />
          <p>Single keys are {singleKeys() ? 'on' : 'off; those with Ctrl or ⌘ still work'}.</p>
        </div>
      </Panel>
    </>
  )
}
