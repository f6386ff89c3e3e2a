use crate::choice::choice;

choice!(
    /// What a member of a group is, from the least to the most. A direct chat has members only.
    Role {
        #[default]
        Member = "member",
        Admin = "admin",
        /// Exactly one in each group.
        Owner = "owner",
    }
);

choice!(
    /// Who may do something in a group.
    Who {
        #[default]
        Everyone = "everyone",
        /// Admins and the owner.
        Admins = "admins",
        /// The owner alone.
        Owner = "owner",
    }
);

impl Who {
    /// The least role that is included.
    #[must_use]
    pub const fn least(self) -> Role {
        match self {
            Self::Everyone => Role::Member,
            Self::Admins => Role::Admin,
            Self::Owner => Role::Owner,
        }
    }

    /// Whether somebody with this role is included.
    #[must_use]
    pub fn includes(self, role: Role) -> bool {
        role >= self.least()
    }
}
