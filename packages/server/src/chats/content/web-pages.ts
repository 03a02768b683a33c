import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'

/** Pages that messages link to, with their pictures. */
export interface WebPages {
  /** The page of a canonical link if it was looked at lately, and its picture as well. */
  knownPage(link: string): api.webPage | undefined
  /** The page of a canonical link; undefined if there is none to be had. Somebody has asked for it, who has the picture. */
  findPage(userId: UserId, link: string): Promise<api.webPage | undefined>
}
