//! Integer programs, and the solvers of others that solve them. The only file that knows them, and the only one with floating point.
//!
//! What comes back is rounded to whole numbers and not yet believed: whoever asks looks at it again. Wording of the rows, lazily
//! added ones and the order of levels are left to [`exact`](super::exact).

use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};

/// A program in whole numbers whose columns are each 0 or 1, or anything between.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Program {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// A column and what one of it adds to the sum that is to be small.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    pub kind: Kind,
    pub cost: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// 0 or 1.
    Choice,
    /// Between 0 and 1; whole by itself where the choices are.
    Share,
}

/// A row: the sum of column × factor, each column at most once, is held to `most`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub terms: Vec<(usize, i64)>,
    pub holds: Holds,
    pub most: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    AtMost,
    Exactly,
}

/// An answer: the columns that are 1 (choices only, by their indices), and whether the solver says that no other is better.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    pub ones: Vec<usize>,
    pub optimal: bool,
}

/// Who solves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backend {
    /// In Rust, always there, for small programs.
    Microlp,
    /// HiGHS, with the feature `highs`.
    #[cfg(feature = "highs")]
    Highs,
}

impl Backend {
    /// The strongest that is there.
    pub fn best() -> Backend {
        #[cfg(feature = "highs")]
        return Backend::Highs;
        #[cfg(not(feature = "highs"))]
        Backend::Microlp
    }

    /// Most columns of a program that it can be relied on to finish, by measurement.
    pub fn most_columns(self) -> usize {
        match self {
            Backend::Microlp => 4_500,
            #[cfg(feature = "highs")]
            Backend::Highs => 20_000,
        }
    }
}

/// The least sum within so many nodes. HiGHS begins with the solution that is known (one number a column). `None` where the solver
/// ends without an answer.
pub fn minimise(program: &Program, known: &[i64], backend: Backend, nodes: u32) -> Option<Answer> {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> = program
        .columns
        .iter()
        .map(|column| match column.kind {
            Kind::Choice => variables.add(variable().binary()),
            Kind::Share => variables.add(variable().min(0).max(1)),
        })
        .collect();
    let mut sum = Expression::with_capacity(columns.len());
    for (column, variable) in program.columns.iter().zip(&columns) {
        sum.add_mul(column.cost as f64, *variable);
    }
    let problem = variables.minimise(sum);
    match backend {
        Backend::Microlp => {
            // It takes no solution from good_lp and a limit.
            let _ = known;
            let mut model = problem.using(good_lp::microlp);
            add_rows(&mut model, program, &columns);
            // good_lp hands on no limit of nodes, microlp has one; its columns stand in the order in which they were added.
            let mut options = microlp::SolveOptions::default();
            options.node_limit = Some(u64::from(nodes));
            let solution = model.as_inner().solve_with(options).ok()?;
            let solution = solution.into_solution().ok()?;
            let optimal =
                solution.termination_reason() == microlp::TerminationReason::ProvenOptimal;
            let values: Vec<f64> = solution.iter().map(|(_, value)| value).collect();
            Some(Answer {
                ones: ones(program, |column| values[column]),
                optimal,
            })
        }
        #[cfg(feature = "highs")]
        Backend::Highs => {
            use good_lp::solvers::SolutionStatus;
            use good_lp::{Solution, WithInitialSolution};
            let known = columns.iter().copied().zip(known.iter().map(|v| *v as f64));
            let mut model = problem
                .using(good_lp::highs)
                .with_initial_solution(known)
                .set_threads(1)
                .set_parallel(good_lp::solvers::highs::HighsParallelType::Off)
                .set_option("random_seed", 1)
                // Presolve by enumeration (rule 16) of HiGHS 1.15.0 loses the best solution of some programs: one of 200 small ones.
                .set_option("presolve_rule_off", 1 << 16)
                .set_option("mip_max_nodes", i32::try_from(nodes).unwrap_or(i32::MAX))
                .set_option("mip_rel_gap", 0.0)
                // Sums are whole numbers: what is less than one off is the best.
                .set_option("mip_abs_gap", 0.5);
            add_rows(&mut model, program, &columns);
            let solution = model.solve().ok()?;
            Some(Answer {
                ones: ones(program, |column| solution.value(columns[column])),
                optimal: !matches!(solution.status(), SolutionStatus::TimeLimit),
            })
        }
    }
}

fn add_rows<M: SolverModel>(model: &mut M, program: &Program, columns: &[Variable]) {
    for row in &program.rows {
        let mut sum = Expression::with_capacity(row.terms.len());
        for (column, factor) in &row.terms {
            sum.add_mul(*factor as f64, columns[*column]);
        }
        model.add_constraint(match row.holds {
            Holds::AtMost => sum.leq(row.most as f64),
            Holds::Exactly => sum.eq(row.most as f64),
        });
    }
}

/// The choices that are rather 1 than 0.
fn ones(program: &Program, value: impl Fn(usize) -> f64) -> Vec<usize> {
    let columns = program.columns.iter().enumerate();
    let choices = columns.filter(|(_, column)| column.kind == Kind::Choice);
    let choices = choices.map(|(index, _)| index);
    choices.filter(|index| value(*index) > 0.5).collect()
}
