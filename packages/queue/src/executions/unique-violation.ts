/** Whether PostgreSQL refused a statement because a row is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown }).code === '23505'
}
