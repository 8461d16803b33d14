/** Where a mail is to be found that nobody sends. */
export function MailNote(props: { what?: string }) {
  return (
    <p class="rounded-lg bg-warn-soft p-3 text-sm">
      No mail is set up here: {props.what ?? 'the link'} is in the log of the notifier, which{' '}
      <code>npx pnpm@12 start</code> shows in its terminal.
    </p>
  )
}
