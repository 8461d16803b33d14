import { migrate } from './migrate.ts'

const url = process.env.DATABASE_URL
if (url === undefined || url === '') {
  console.error('DATABASE_URL is not set: name the PostgreSQL 18 database to migrate.')
  process.exit(78)
}
await migrate(url)
console.log('The database is up to date.')
