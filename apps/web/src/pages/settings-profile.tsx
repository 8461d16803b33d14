import { useQueryClient } from '@tanstack/solid-query'
import { api } from '../api.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { ThemePicker } from '../parts/theme-picker.tsx'
import { useSession } from '../session.tsx'
import { OwnName } from '../settings/own-name.tsx'
import { chooseTheme, theme } from '../theme.ts'

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
      <Panel title="Appearance">
        <ThemePicker theme={theme()} onChoose={chooseTheme} />
      </Panel>
    </>
  )
}
