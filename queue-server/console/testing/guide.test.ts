import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { hasChromium } from './browser.ts';
import type { Fixture } from './fixture.ts';
import { withFixturePages } from './fixture-pages.ts';

const CARD = '11010519491231002x';

describe.skipIf(!hasChromium)(
  'the guide desk in Chromium (skipped where /usr/bin/chromium is missing)',
  () => {
    let fixture: Fixture;
    let page: Page;

    withFixturePages({ width: 1024, height: 768 }, async (at) => {
      ({ fixture, page } = at);
      await page.goto('/console/');
      await page.getByTestId('demo-login-li.na').click();
      await page.getByTestId('take-queue-enquiry').waitFor();
    });

    const bodies = (name: string) =>
      fixture.received.filter((entry) => entry.name === name).map(({ body }) => body);
    async function find(text: string): Promise<void> {
      await page.getByTestId('find').fill(text);
      await page.keyboard.press('Enter');
    }
    async function person(id: 'person' | 'agent' | 'booker', name: string, idNumber = CARD): Promise<void> {
      await page.getByTestId(`${id}-name`).fill(name);
      await page.getByTestId(`${id}-id`).fill(idNumber);
    }
    it('[C4] gives a number in the green channel with its reason, and prints it at a kiosk that can', async () => {
      await page.getByTestId('more-queue-enquiry').click();
      await page.getByTestId('claim-green').check();
      await page.getByTestId('green-urgent').check();
      expect(await page.getByTestId('proof').textContent()).toContain('请看项目文件');
      await page.getByTestId('person-take').click();
      expect(await page.getByTestId('slip-class').textContent()).toContain('绿色通道');
      expect(bodies('ticket.take')).toEqual([
        {
          queue: 'enquiry',
          items: [],
          paperless: true,
          claim: { kind: 'green', reason: 'urgent' },
        },
      ]);
      await page.getByTestId('slip-print').click();
      expect(await page.locator('[data-testid^=print-at-]').count()).toBe(2);
      await page.getByTestId('print-at-kiosk-3').click();
      await page.locator('[data-testid=paper-state][data-state=printed]').waitFor();
      expect(bodies('ticket.print-at')).toMatchObject([{ device: 'kiosk-3' }]);
    });

    it('[C5] takes a number for another person with the card of who came; a wrong digit is said first', async () => {
      await page.getByTestId('more-queue-enquiry').click();
      await page.getByTestId('for-other').check();
      await page.getByTestId('authorisation-relative').check();
      await person('person', '老人');
      await person('agent', '女儿', '110105194912310021');
      await page.getByTestId('person-take').click();
      await page.getByText('证件号码不对').waitFor();
      expect(bodies('ticket.take')).toEqual([]);
      await person('agent', '女儿', '110105194912310 02X');
      await page.getByTestId('person-take').click();
      await page.getByTestId('slip-number').waitFor();
      expect(bodies('ticket.take')).toMatchObject([
        { person: { name: '老人' }, agent: { authorisation: 'relative', person: { name: '女儿' } } },
      ]);
      expect(await page.content()).not.toContain('11010519491231');
    });

    it('[K10] shows the way of several items before the number is given', async () => {
      await page.getByTestId('item-search').fill('dj');
      await page.getByTestId('add-item-company-setup').click();
      await page.getByTestId('item-search').fill('zyff');
      await page.getByTestId('item-search').fill('发票');
      await page.getByTestId('add-item-invoice').click();
      expect(await page.getByTestId('itinerary').locator(':scope > li').count()).toBe(2);
      await person('person', '测试');
      await page.getByTestId('person-take').click();
      expect(await page.getByTestId('slip-route').textContent()).toContain('发票业务');
      expect(bodies('ticket.take')).toMatchObject([{ items: ['company-setup', 'invoice'] }]);
    });

    it('[C3] finds a number however it is typed and confirms a class after the proof', async () => {
      await find('ａ053');
      await page.getByTestId('ticket-A053').waitFor();
      await page.getByTestId('act-confirm-class').click();
      expect(await page.getByTestId('claim-confirm').isDisabled()).toBe(true);
      await page.getByTestId('claim-pregnant').check();
      expect(await page.getByTestId('proof').textContent()).toContain('孕产手册');
      await page.getByTestId('claim-confirm').click();
      await page.getByText('孕妇，导办已确认').waitFor();
      expect(bodies('ticket.confirm-class')).toMatchObject([{ claim: { kind: 'pregnant' } }]);
    });

    it('[K6] brings a passed number back with one tap, and says behind how many', async () => {
      await find('A040');
      await page.getByTestId('act-reactivate').click();
      await page.getByText('已重新排队，前面 3 人。').waitFor();
      await page.locator('[data-testid=ticket-A040][data-state=waiting]').waitFor();
    });

    it('[K8] moves a number to a window by typing, with the keyboard alone', async () => {
      await find('A053');
      await page.getByTestId('act-move').focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('move-to').locator('input').focus();
      await page.keyboard.type('24');
      await page.keyboard.press('Enter');
      await page.getByTestId('move-confirm').focus();
      await page.keyboard.press('Enter');
      await page.getByText('已转过去。').waitFor();
      expect(bodies('ticket.move')).toMatchObject([{ to: { window: 'w24' } }]);
    });

    it('[T13] a kiosk that fails is said, and another one is offered; a refusal speaks for itself', async () => {
      await find('A053');
      await page.getByTestId('act-reprint').click();
      fixture.guide.paper('failed');
      await page.getByTestId('print-at-kiosk-1').click();
      await page.locator('[data-testid=paper-state][data-state=failed]').waitFor();
      fixture.guide.refuseOnce('ticket.print-at', 'REPRINT_LIMIT');
      await page.getByTestId('print-at-kiosk-3').click();
      await page.getByText('补打次数已满').waitFor();
      await page.getByTestId('act-cancel').click();
      await page.getByTestId('cancel-confirm').click();
      await page.getByTestId('act-said').waitFor();
      expect(bodies('ticket.cancel')).toMatchObject([{ reason: 'staff' }]);
    });

    it('[B1] books a free place on an open day; a closed queue leads there', async () => {
      await page.getByTestId('book-queue-fund').click();
      expect(await page.getByText('国庆节').count()).toBe(1);
      await page.locator('[data-testid^=day-]:enabled').nth(1).click();
      await page.locator('[data-testid^=slot-]:enabled').first().click();
      await person('booker', '王芳');
      fixture.guide.refuseOnce('booking.make', 'BOOKING_BLOCKED');
      await page.getByTestId('book-take').click();
      await page.getByTestId('way-take-now').waitFor();
      await page.getByTestId('refused-back').click();
      await person('booker', '王芳');
      await page.getByTestId('book-take').click();
      expect(await page.getByTestId('booked-code').textContent()).toBe('5E11A7');
      expect(page.url()).not.toContain('110105');
    });

    it('[B3] checks in from the list of today or by the code, and cancels after asking', async () => {
      await page.getByTestId('tab-today').check();
      await page.getByTestId('check-in-7B20D4').click();
      expect(await page.getByTestId('slip-class').textContent()).toContain('预约');
      await page.locator('[data-testid=booking-7B20D4][data-state=checked-in]').waitFor();
      await find('c0ffee');
      const found = page.getByTestId('side');
      await found.getByTestId('booking-cancel-C0FFEE').click();
      await found.getByTestId('booking-cancel-sure-C0FFEE').click();
      await page.locator('[data-testid=booking-C0FFEE][data-state=cancelled]').first().waitFor();
      expect(bodies('booking.cancel')).toHaveLength(1);
    });

    it('[I7] finds bookings by a typed card, and keeps nothing of it', async () => {
      await page.getByTestId('find').fill('110105194912310');
      expect(await page.getByTestId('find-hint').textContent()).toContain('还差 3 位');
      await page.getByTestId('find').fill('110105194912310021');
      expect(await page.getByTestId('find-hint').textContent()).toContain('校验位不对');
      await find(CARD);
      await page.getByTestId('booking-7B20D4').waitFor();
      expect(await page.getByTestId('find').inputValue()).toBe('');
      expect(page.url()).not.toContain('110105');
      expect(bodies('booking.find')).toMatchObject([{ person: { idNumber: '11010519491231002X' } }]);
    });

    it('[T4] a refusal says why and what else: book instead', async () => {
      await page.getByTestId('more-queue-company').click();
      await person('person', '测试');
      fixture.guide.refuseOnce('ticket.take', 'QUOTA_USED_UP');
      await page.getByTestId('person-take').click();
      await page.getByText('今天的号已取完').waitFor();
      await page.getByTestId('way-book').click();
      await page.locator('[data-testid^=day-]').first().waitFor();
    });

    it('a certificate that may lie in a tray is looked for, and what was there is said once', async () => {
      const certificate = fixture.guide.strayCertificate();
      await page.reload();
      const card = page.getByTestId(`stray-${certificate}`);
      await card.waitFor();
      expect(await card.textContent()).toContain('44RA');
      fixture.delay(200);
      await page.getByTestId(`trace-destroyed-${certificate}`).dblclick();
      await page.getByTestId('stray-certificates').waitFor({ state: 'detached' });
      fixture.delay(0);
      expect(bodies('certificate.trace')).toEqual([{ certificate, found: 'destroyed' }]);
    });

    it('a bell is seen on every page, answered once, and rings again after a lost line', async () => {
      fixture.guide.ring('kiosk-1');
      await page.getByTestId('bell-kiosk-1').waitFor();
      expect(await page.getByTestId('bell-kiosk-1').textContent()).toContain('咨询指导');
      await page.getByTestId('nav-windows').click();
      await page.getByTestId('bell-badge').click();
      fixture.delay(200);
      await page.getByTestId('bell-answer-kiosk-1').dblclick();
      await page.getByTestId('bell-kiosk-1').waitFor({ state: 'detached' });
      expect(bodies('helper.answer')).toEqual([{ device: 'kiosk-1' }]);
      fixture.delay(0);
      fixture.online(false);
      await page.getByTestId('offline').waitFor();
      fixture.guide.ring('kiosk-3');
      fixture.online(true);
      await page.getByTestId('bell-kiosk-3').waitFor();
    });

    it('touch targets are 44 px or more, and nothing is too wide for a tablet', async () => {
      fixture.guide.ring('kiosk-1');
      await find('A053');
      await page.getByTestId('act-move').waitFor();
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main button, main label:has(input)')]
          .filter((one) => one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML.slice(0, 120)),
      );
      expect(small).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    });

    it('has no serious accessibility violation, in Chinese and English', async () => {
      fixture.guide.ring('kiosk-1');
      await page.getByTestId('bell-kiosk-1').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('more-queue-company').click();
      await page.getByTestId('for-other').check();
      await page.getByTestId('claim-green').check();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('language').click();
      await find('A053');
      await page.getByTestId('act-move').click();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('tab-today').check();
      await page.getByTestId('day-bookings').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('tab-book').check();
      expect(await violations(page)).toEqual([]);
      fixture.guide.clearBookings();
      await page.getByTestId('tab-issue').check();
      await page.getByTestId('tab-today').check();
      await page.getByTestId('empty').first().waitFor();
    });
  },
);
