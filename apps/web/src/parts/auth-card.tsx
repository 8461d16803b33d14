import type { JSX } from 'solid-js'
import { Logo } from './logo.tsx'
import { PageHead } from './page-head.tsx'

/** The frame of what is shown before signing in. It grows downward alone: nothing jumps as it loads. */
export function AuthCard(props: { title: string; lead?: string; children?: JSX.Element }) {
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-md flex-col gap-8 px-4 pt-[8vh] pb-12">
      <Logo />
      <div class="card flex flex-col gap-6 p-6 sm:p-8">
        <div class="flex flex-col gap-2">
          <PageHead title={props.title} />
          <p class="text-sm text-muted">{props.lead}</p>
        </div>
        {props.children}
      </div>
      <p class="text-sm text-muted">Jobs done, til punkt og prikke.</p>
    </main>
  )
}
