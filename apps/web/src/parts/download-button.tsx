import Download from 'lucide-solid/icons/download'
import { saveFile } from '../save-file.ts'
import { Button } from './button.tsx'

/** Of a type that says nothing: it is kept and not opened. */
const unknown = 'application/octet-stream'

/** Saves something as a file, whatever it is: never as a page that the browser would show. */
export function DownloadButton(props: { name: string; content: Uint8Array<ArrayBuffer> }) {
  return (
    <Button onClick={() => saveFile(props.name, unknown, props.content)}>
      <Download class="size-4" /> Download
    </Button>
  )
}
