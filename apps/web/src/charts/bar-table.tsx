import { formatWhole } from '../words/number.ts'
import { type Amounts, outcomes, totalOf } from './outcomes.ts'
import { PlotTable } from './plot-table.tsx'

type Props = {
  label: string
  /** Of each slot. */
  amounts: readonly Amounts[]
  nameOf: (index: number) => string
}

/** Bars as a table; slots without anything are left out. */
export function BarTable(props: Props) {
  const rows = () =>
    props.amounts.flatMap((amounts, index) =>
      totalOf(amounts) > 0
        ? [[props.nameOf(index), ...outcomes.map(({ key }) => formatWhole(amounts[key]))]]
        : [],
    )
  return (
    <PlotTable
      label={props.label}
      head={['Time', ...outcomes.map(({ word }) => word)]}
      rows={rows}
    />
  )
}
