import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { isCaption } from '../../rules/message-content.ts'
import { type MessageText, maxCaptionLength, maxMessageLength, normalizeText } from '../../rules/message-text.ts'
import { resolveMentions } from './resolve-mentions.ts'

/** A text as it is stored that stands beside media, or alone. */
export async function textBeside(
  ports: Pick<ServicePorts, 'inputPeers' | 'store'>,
  userId: UserId,
  media: api.MessageMedia | undefined,
  { message, entities = [] }: { readonly message: string; readonly entities?: api.MessageEntity[] | undefined },
): Promise<MessageText> {
  return normalizeText(message, await resolveMentions(ports, userId, entities), {
    mayBeEmpty: isCaption(media),
    maxLength: isCaption(media) ? maxCaptionLength : maxMessageLength,
  })
}
