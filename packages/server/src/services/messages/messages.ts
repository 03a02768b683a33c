import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createDeleteHistory } from './delete-history.ts'
import { createDeleteMessages } from './delete-messages.ts'
import { createEditInlineMessage } from './edit-inline-message.ts'
import { createEditMessage } from './edit-message.ts'
import { createForgetRandomIds } from './forget-random-ids.ts'
import { createForgetReadDates } from './forget-read-dates.ts'
import { createForwardMessages } from './forward-messages.ts'
import { createHistory } from './history.ts'
import { createHistoryTtl } from './history-ttl.ts'
import { createMessageViews } from './message-views.ts'
import { createNoForwards } from './no-forwards.ts'
import { createPins } from './pins.ts'
import { createReadContents } from './read-contents.ts'
import { createReadDate } from './read-date.ts'
import { createReadHistory } from './read-history.ts'
import { createReceivedMessages } from './received-messages.ts'
import { createRemoveExpired } from './remove-expired.ts'
import { createRemoveSeenMedia } from './remove-seen-media.ts'
import { createRichMessage } from './rich-message.ts'
import { createScreenshot } from './screenshot.ts'
import { createSendInlineResult } from './send-inline-result.ts'
import { createSendMedia } from './send-media.ts'
import { createSendMessage } from './send-message.ts'
import { createSendWebViewResult } from './send-web-view-result.ts'
import { createSetGuestResult } from './set-guest-result.ts'
import { createSetTyping } from './set-typing.ts'

/** What is said in private chats: sending, changing, deleting, reading. */
export function createMessagesService(ports: ServicePorts): Service {
  return {
    upkeep: [
      createForgetRandomIds(ports),
      createForgetReadDates(ports),
      createRemoveExpired(ports),
      createRemoveSeenMedia(ports),
    ],
    methods: joinMethods(
      createDeleteHistory(ports),
      createDeleteMessages(ports),
      createEditInlineMessage(ports),
      createEditMessage(ports),
      createForwardMessages(ports),
      createHistory(ports),
      createHistoryTtl(ports),
      createMessageViews(ports),
      createNoForwards(ports),
      createPins(ports),
      createReadContents(ports),
      createReadDate(ports),
      createReadHistory(ports),
      createReceivedMessages(),
      createRichMessage(ports),
      createScreenshot(ports),
      createSendInlineResult(ports),
      createSendMedia(ports),
      createSendMessage(ports),
      createSendWebViewResult(ports),
      createSetGuestResult(ports),
      createSetTyping(ports),
    ),
  }
}
