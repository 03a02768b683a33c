/**
 * Constructors of another layer that are one of several today, by what is in them. `today` gets the value as it was read
 * and gives today's.
 */
import { buttonOfToday } from './keyboards.ts'
import type { TlObject } from './tl-object.ts'

export interface Successor {
  readonly of: string
  readonly note: string
  today(value: TlObject): TlObject
}

export const successors: readonly Successor[] = [
  {
    of: 'keyboardButton',
    note: 'a button with its kind in a field is the constructor of that kind',
    today: buttonOfToday,
  },
]

export const successorOf: ReadonlyMap<string, Successor> = new Map(successors.map((one) => [one.of, one]))
