/** A value of a scale at its line, readable over whatever is drawn there. */
export function ScaleText(props: { y: number; children: string }) {
  return (
    <text
      y={props.y}
      paint-order="stroke"
      stroke-width="3"
      stroke-linejoin="round"
      class="fill-muted stroke-surface text-[10px]"
    >
      {props.children}
    </text>
  )
}
