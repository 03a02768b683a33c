import type { ApiMethods } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import type { Params, UploadedFile } from '../params/params.ts'

/** All methods of the HTTP Bot API, by the types that its users know. */
export type MethodName = keyof ApiMethods<UploadedFile>

export type MethodResult<Name extends MethodName> = ReturnType<ApiMethods<UploadedFile>[Name]>

/** Serves one method. Throws a `BotApiError`, or what the port refuses. */
export type Serve<Name extends MethodName> = (
  bot: Bot,
  params: Params,
  /** Aborted when whoever asked is gone. */
  signal: AbortSignal,
) => Promise<MethodResult<Name>>

/** The methods of a file; `methods/table.ts` puts them together. */
export type BotMethods = { readonly [Name in MethodName]?: Serve<Name> }
