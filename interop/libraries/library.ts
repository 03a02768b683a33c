import type { RequestListener } from 'node:http'
import type { LabBot } from '@chappe/testkit'

/**
 * A bot that is written with one library, as its documentation has it, and does the same as with any other:
 *
 * - `/start` says `hello NAME` with the name in bold, a button `Yes` (`yes`) and one that leads to a page; the press is answered by
 *   `thanks`, and the message becomes `edited`;
 * - `/keys` says `choose` with a keyboard of `One` and one that asks for the contact;
 * - `/long` says 4,096 letters that take two bytes each;
 * - `/files` sends a picture `by path` and `by buffer`, the notes `by stream` and `by id`, an album that begins with `first of two`,
 *   puts another picture named `changed` in the place of the first, and says `read ` with what it has downloaded of the notes;
 * - `/poll` asks `q?` with the options `a` and `b`, and `voted 1` answers a vote for the second;
 * - a reaction is answered by `reacted ` with it, a forwarded message by `forwarded from NAME`;
 * - asked inline, it offers `chosen` and says `told of tea` to whoever takes it, having looked for `tea`;
 * - `/refused` says the code and the words of what is answered to a message for a chat that there is not;
 * - somebody who comes into a group is greeted by `welcome NAME`.
 */
export interface LibraryBot {
  /** By long polling. */
  poll(): Promise<void>
  /** Sets a webhook that leads to what it gives. */
  hook(url: string): Promise<RequestListener>
  stop(): Promise<void>
}

export interface LibraryFiles {
  /** The path of a picture. */
  readonly picturePath: string
  readonly picture: Buffer
  readonly other: Buffer
  /** The path of a file with the text `notes`. */
  readonly notesPath: string
}

export type MakeLibraryBot = (bot: LabBot, files: LibraryFiles) => LibraryBot

export const long: string = 'щ'.repeat(4_096)

type AllowedUpdate =
  | 'message'
  | 'callback_query'
  | 'inline_query'
  | 'chosen_inline_result'
  | 'poll_answer'
  | 'message_reaction'

/** What these bots want to be told; the last comes to those alone who ask for it. */
export const allowedUpdates: readonly AllowedUpdate[] = [
  ...(['message', 'callback_query', 'inline_query', 'chosen_inline_result', 'poll_answer'] as const),
  'message_reaction',
]
