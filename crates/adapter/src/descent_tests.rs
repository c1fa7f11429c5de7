//! Tests of the training with made-up vectors.

use rand_chacha::rand_core::SeedableRng;

use super::*;
use crate::start;

const WIDTH: usize = 12;

fn unit(seed: u64) -> Vec<f32> {
    let mut random = ChaCha20Rng::seed_from_u64(seed);
    let mut vector: Vec<f32> = (0..WIDTH).map(|_| StandardNormal.sample(&mut random)).collect();
    let length = dot(&vector, &vector).sqrt();
    for number in &mut vector {
        *number /= length;
    }
    vector
}

fn lessons() -> Lessons {
    let lines: Vec<Vec<f32>> = (0..9).map(|i| unit(100 + i)).collect();
    // The last one's line is not among those that all are compared with.
    let all = [Some(0), Some(1), Some(2), Some(3), None].into_iter().zip(0..);
    let all = all.map(|(place, seed)| Lesson {
        question: unit(seed),
        line: place
            .and_then(|at: usize| lines.get(at).cloned())
            .unwrap_or(unit(200)),
        place,
    });
    let all: Vec<Lesson> = all.collect();
    Lessons { all, lines }
}

fn loss(adapter: &Adapter, lesson: &Lesson, lessons: &Lessons) -> f32 {
    let mut question = lesson.question.clone();
    adapter.apply(&mut question);
    compare(&question, lesson, lessons).loss
}

fn descent(steps: u32) -> Descent {
    Descent {
        steps,
        rate: 0.3,
        clip: None,
        noise: None,
    }
}

#[test]
fn the_gradient_is_what_a_small_change_shows() {
    let lessons = lessons();
    let mut adapter = start::adapter(3, WIDTH, 4);
    descent(3).train(&mut adapter, &lessons).unwrap();
    for lesson in &lessons.all {
        let gradient = Gradient::new(&adapter, lesson, &lessons);
        let mut whole = vec![0.0; adapter.up.len()];
        gradient.add_to(&mut whole, 1.0);
        assert!((dot(&whole, &whole).sqrt() - gradient.length()).abs() < 1e-3);
        for (at, computed) in whole.iter().enumerate() {
            let at_change = |change: f32| {
                let mut changed = adapter.clone();
                changed.up[at] += change;
                loss(&changed, lesson, &lessons)
            };
            let shown = (at_change(1e-2) - at_change(-1e-2)) / 2e-2;
            assert!((shown - computed).abs() < 0.05, "{at}: {shown} {computed}");
        }
    }
}

#[test]
fn questions_find_their_lines_after_training() {
    let lessons = lessons();
    let mut adapter = start::adapter(3, WIDTH, 8);
    descent(200).train(&mut adapter, &lessons).unwrap();
    for lesson in &lessons.all {
        let mut question = lesson.question.clone();
        adapter.apply(&mut question);
        assert!(compare(&question, lesson, &lessons).is_first);
    }
}

#[test]
fn one_lesson_moves_a_clipped_step_no_further_than_the_bound() {
    let all = lessons();
    let (clip, rate, count) = (0.5, 0.3, all.all.len() as f32);
    let trained = |lessons: &Lessons| {
        let mut adapter = start::adapter(3, WIDTH, 4);
        let clipped = Descent {
            clip: Some(clip),
            ..descent(1)
        };
        clipped.train(&mut adapter, lessons).unwrap();
        adapter.up
    };
    let before = trained(&all);
    for seed in 0..50 {
        let mut exchanged = lessons();
        exchanged.all[2].question = unit(1000 + seed);
        exchanged.all[2].line = unit(2000 + seed);
        exchanged.all[2].place = None;
        let mut change = trained(&exchanged);
        add(&mut change, -1.0, &before);
        let moved = dot(&change, &change).sqrt();
        assert!(
            moved > 0.0 && moved <= rate * 2.0 * clip / count + 1e-6,
            "{moved}"
        );
    }
}

#[test]
fn noise_has_the_deviation_that_was_asked_for_and_comes_from_the_seed() {
    let lessons = Lessons {
        all: Vec::new(),
        lines: vec![unit(1), unit(2)],
    };
    let noisy = |seed: u64| {
        let mut adapter = start::adapter(3, WIDTH, 64);
        let noisy = Descent {
            noise: Some((0.5, ChaCha20Rng::seed_from_u64(seed))),
            rate: 1.0,
            ..descent(1)
        };
        noisy.train(&mut adapter, &lessons).unwrap();
        adapter.up
    };
    assert_eq!(noisy(1), noisy(1));
    assert_ne!(noisy(1), noisy(2));
    let numbers = noisy(1);
    let deviation = (dot(&numbers, &numbers) / numbers.len() as f32).sqrt();
    assert!((deviation - 0.5).abs() < 0.05, "{deviation}");
}

#[test]
fn numbers_that_grow_out_of_bounds_are_told() {
    let lessons = lessons();
    let mut adapter = start::adapter(3, WIDTH, 4);
    let wild = Descent {
        rate: 1e9,
        ..descent(3)
    };
    assert!(matches!(
        wild.train(&mut adapter, &lessons),
        Err(AdapterError::Astray)
    ));
}
