import { CheckList } from './check-list.tsx'
import { type Column, type ColumnKey, columns } from './columns.ts'
import { Facet } from './facet.tsx'

/** Which columns the table has. */
export function ColumnFacet(props: {
  chosen: readonly Column[]
  onChange: (keys: ColumnKey[]) => void
}) {
  return (
    <Facet label="Columns">
      <CheckList<ColumnKey>
        label="Columns"
        options={columns.map(({ key, word }) => ({ value: key, words: word }))}
        chosen={props.chosen.map(({ key }) => key)}
        onChange={props.onChange}
      />
    </Facet>
  )
}
