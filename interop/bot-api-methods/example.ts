import type { Opts } from '@grammyjs/types'
import type { MethodName } from '../../packages/bot-api/src/methods/method.ts'
import type { World } from './world.ts'

/** What a method is asked with; files are sent as the parts of a form. */
export type ParamsOf<Name extends MethodName> = Opts<File>[Name]

/** How one method is tested. */
export interface Example<Name extends MethodName> {
  /** Parameters that are served; whatever they need is made here. */
  readonly good: (world: World) => ParamsOf<Name> | Promise<ParamsOf<Name>>
  /** With what words `good` is refused by this server as it is today; a comment says why. */
  readonly refused?: string
  /** What the answer must match beside its type, as in `toMatchObject`. */
  readonly answer?: object
  /** Parameters that are refused, and how the description begins. Only what takes anything has none. */
  readonly bad: readonly Refused[]
  /** It takes what other examples need: it is asked in the name of a bot of its own. */
  readonly alone?: true
}

export interface Refused {
  /** What stands for a chat is known when the world is made. */
  readonly params: object | ((world: World) => object | Promise<object>)
  readonly says: string
}

/** The examples of a file; `examples/all.ts` puts them together. */
export type Examples = { readonly [Name in MethodName]?: Example<Name> }

/** A chat that no bot has ever met. */
export const nowhere: number = -1_009_999_999_999
export const chatNotFound: Refused = notFoundWith({})
export const chatMissing: Refused = { params: {}, says: 'Bad Request: chat_id is empty' }

/** What else it takes is right. */
export function notFoundWith(others: object): Refused {
  return { params: { chat_id: nowhere, ...others }, says: 'Bad Request: chat not found' }
}
