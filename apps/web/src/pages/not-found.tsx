import { A } from '@solidjs/router'
import { AuthCard } from '../parts/auth-card.tsx'
import { buttonClass } from '../parts/button.tsx'

export function NotFound() {
  return (
    <AuthCard title="No such page" lead="The address is wrong, or what was here is gone.">
      <A href="/" class={buttonClass('primary')}>
        To the overview
      </A>
    </AuthCard>
  )
}
