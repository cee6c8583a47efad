import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { AtlasApi } from '../../src/api/client';
import QuestionPanel from '../../src/question/QuestionPanel.svelte';
import { Atlas } from '../../src/state/atlas.svelte';
import Harness from '../fixtures/Harness.svelte';
import { ANSWER, MUNICIPALITIES, QUESTION, server } from '../fixtures/server';

const ANSWERS = {
  '/questions': { questions: [QUESTION] },
  '/questions/without-agreements': ANSWER,
  '/collections/municipalities': MUNICIPALITIES,
};

async function show(answers: Record<string, unknown>): Promise<Atlas> {
  const { fetch } = server(answers);
  const atlas = new Atlas(new AtlasApi('', fetch));
  atlas.reader.language = 'es';
  render(Harness, { atlas, component: QuestionPanel });
  await Promise.all([atlas.question.loadForm(), atlas.question.ask(atlas.view.question, atlas.view.filters)]);
  return atlas;
}

describe('the panel of the question', () => {
  beforeEach(() => history.replaceState(null, '', '#'));

  it('lists the answer and tells none known from not researched', async () => {
    await show(ANSWERS);
    const known = await screen.findByRole('button', { name: /Álamos Altos/ });
    expect(known).toHaveTextContent('Ninguno conocido');
    expect(screen.getByRole('button', { name: /Río Seco/ })).toHaveTextContent('No investigado');
    expect(screen.getByTestId('matched')).toHaveTextContent('2');
    expect(screen.getByTestId('announcement')).toHaveTextContent(
      '2 municipios en la lista, de 3. 1 sin acuerdo conocido y 1 no investigados.',
    );
  });

  it('selects a municipality from the list', async () => {
    const user = userEvent.setup();
    const atlas = await show(ANSWERS);
    await user.click(await screen.findByRole('button', { name: /Río Seco/ }));
    expect(atlas.view.municipality).toBe('02001');
    expect(location.hash).toContain('municipality=02001');
  });

  it('writes a checked state into the filters and the address', async () => {
    const user = userEvent.setup();
    const atlas = await show(ANSWERS);
    await user.click(await screen.findByLabelText('Sur'));
    expect(atlas.view.filters).toEqual({ state: ['02'] });
    expect(location.hash).toContain('q.state=02');
  });

  it('refuses a distance that the question does not take', async () => {
    const user = userEvent.setup();
    const atlas = await show(ANSWERS);
    const field = await screen.findByLabelText(/distancia de Estados Unidos/);
    await user.type(field, '9999{Enter}');
    await waitFor(() => expect(field).toHaveAttribute('aria-invalid', 'true'));
    expect(screen.getByRole('alert')).toHaveTextContent('de 0 a 5,000');
    expect(atlas.view.filters).toEqual({});
  });

  it('says that nothing meets the filters', async () => {
    await show({ ...ANSWERS, '/questions/without-agreements': { ...ANSWER, data: [], numberMatched: 0 } });
    expect(await screen.findByText('Ningún municipio cumple con estos filtros.')).toBeInTheDocument();
  });

  it('says what happened when the server does not answer, and offers to try again', async () => {
    await show({ '/questions': { questions: [QUESTION] } });
    expect(await screen.findByRole('alert')).toHaveTextContent('Sin conexión con el servidor');
    expect(screen.getByRole('button', { name: 'Reintentar' })).toBeInTheDocument();
  });
});
