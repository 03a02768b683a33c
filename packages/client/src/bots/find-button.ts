import type { api } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'

/** A message with buttons, as an event or an answer gives it. */
export type WithButtons = api.Message | { readonly raw: api.Message }

/** Which button: what stands on it, where it stands (from 0), or the button itself. */
export type ButtonChoice = string | { readonly row: number; readonly column: number } | api.KeyboardButton

/** The buttons that a message shows, row by row. */
export function buttonsOf(shown: WithButtons): readonly (readonly api.KeyboardButton[])[] {
  const message = 'raw' in shown ? shown.raw : shown
  const markup = message._ === 'message' ? message.replyMarkup : undefined
  if (markup?._ !== 'replyInlineMarkup' && markup?._ !== 'replyKeyboardMarkup') return []
  return markup.rows.map(({ buttons }) => buttons)
}

/** @throws {ClientError} BUTTON_UNKNOWN */
export function findButton(shown: WithButtons, choice: ButtonChoice): api.KeyboardButton {
  const rows = buttonsOf(shown)
  const found = typeof choice === 'object' && '_' in choice ? choice : find(rows, choice)
  if (found !== undefined) return found
  // What stands on buttons is part of the message, and that does not belong into an error.
  const count = rows.flat().length
  throw new ClientError('BUTTON_UNKNOWN', `none of the ${count} buttons of the message is the one that was named`)
}

function find(
  rows: readonly (readonly api.KeyboardButton[])[],
  choice: string | { readonly row: number; readonly column: number },
): api.KeyboardButton | undefined {
  if (typeof choice !== 'string') return rows[choice.row]?.[choice.column]
  return rows.flat().find(({ text }) => text === choice)
}
