import { z } from '@hono/zod-openapi'
import { knownPassword, newPassword } from './accounts.ts'
import { emailAddress, text } from './shape.ts'

const token = () => text().min(1).max(200).openapi({ description: 'Of the link that was mailed' })

/** What is answered whether or not there is an account with the address: look into your mail. */
export const confirmResult = z.object({ status: z.literal('confirm') }).openapi('Confirm')
export const sentResult = z.object({ status: z.literal('sent') }).openapi('Sent')

/** Whom to mail a link. */
export const addressInput = z.strictObject({ email: emailAddress() }).openapi('AddressInput')

/** The token of a link, or the six digits beside it with the address that they were mailed to. */
export const verifyInput = z
  .strictObject({
    token: token(),
    email: emailAddress(),
    code: text()
      .transform(value => value.replaceAll(/\s/g, ''))
      .pipe(z.string().regex(/^\d{6}$/, 'must be the six digits of the mail'))
      .openapi({ description: 'The six digits of the mail' }),
  })
  .partial()
  .refine(({ token, code }) => (token === undefined) !== (code === undefined), {
    message: 'give either token, or email and code',
    path: ['token'],
  })
  .refine(({ email, code }) => (email === undefined) === (code === undefined), {
    message: 'goes with a code, and a code with it',
    path: ['email'],
  })
  .openapi('VerifyInput')

export const tokenInput = z.strictObject({ token: token() }).openapi('TokenInput')

export const resetPasswordInput = z
  .strictObject({ token: token(), password: newPassword() })
  .openapi('ResetPasswordInput')

export const changePasswordInput = z
  .strictObject({
    currentPassword: knownPassword().optional().openapi({
      description: 'Required when there is one',
    }),
    password: newPassword(),
  })
  .openapi('ChangePasswordInput')

export const changeEmailInput = z
  .strictObject({
    email: emailAddress(),
    password: knownPassword().optional().openapi({ description: 'Required when there is one' }),
  })
  .openapi('ChangeEmailInput')
export const changedEmail = z.object({ email: z.string() }).openapi('ChangedEmail')

export type VerifyInput = z.input<typeof verifyInput>
export type ResetPasswordInput = z.input<typeof resetPasswordInput>
export type ChangePasswordInput = z.input<typeof changePasswordInput>
export type ChangeEmailInput = z.input<typeof changeEmailInput>
