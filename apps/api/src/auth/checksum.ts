import { crc32 } from 'node:zlib'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 6

/**
 * The end of an API key: the CRC-32 of all that stands before, in base62 with leading zeros. Who
 * searches text for keys tells one from noise by it without asking anybody; it protects nothing.
 */
export function checksumOf(text: string): string {
  let checksum = ''
  for (let left = crc32(text); checksum.length < length; left = Math.floor(left / digits.length)) {
    checksum = `${digits[left % digits.length]}${checksum}`
  }
  return checksum
}
